import { expect, test } from 'vitest';
import type { Deployment, Phase } from '../../preload/contract/deployments';
import { questionFor, servedBy } from './served';

const deployed = (
  type: Deployment['type'],
  participant: string,
  { phase = 'ready', sites = null }: { phase?: Phase; sites?: number | null } = {},
) => ({ type, participant, projectId: 'p', state: { phase, sites } }) as unknown as Deployment;

const server = deployed('server', 'server1', { sites: 2 });

test('a server with sites is asked about, unless they are stopped along with it', () => {
  const sites = [deployed('client', 'site-1'), deployed('client', 'site-2')];
  expect(servedBy([server])).toEqual([{ server, sites: 2 }]);
  expect(servedBy([server, ...sites.slice(0, 1)])).toEqual([{ server, sites: 1 }]);
  expect(servedBy([server, ...sites])).toEqual([]);
  expect(servedBy(sites)).toEqual([]);
});

test('sites of another project, and those that are not connected, make no difference', () => {
  const stranger = { ...deployed('client', 'site-1'), projectId: 'q' };
  const waiting = deployed('client', 'site-2', { phase: 'starting' });
  expect(servedBy([server, stranger, waiting])).toEqual([{ server, sites: 2 }]);
});

test('nothing is asked about a server without sites, or one that does not run', () => {
  expect(questionFor([deployed('server', 'server1', { sites: 0 })], 'Stop')).toBeNull();
  expect(questionFor([deployed('server', 'server1', { phase: 'unreachable', sites: 2 })], 'Stop')).toBeNull();
});

test('the question says how many are connected, and to what', () => {
  expect(questionFor([server], 'Stop')).toMatchObject({
    title: 'Stop server1 while 2 sites are connected?',
    confirmLabel: 'Stop',
  });
  const one = deployed('server', 'server2', { sites: 1 });
  expect(questionFor([one], 'Restart')?.title).toBe('Restart server2 while 1 site is connected?');
  expect(questionFor([server, one], 'Stop')?.title).toBe('Stop 2 servers while 3 sites are connected?');
});
