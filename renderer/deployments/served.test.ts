import { expect, test } from 'vitest';
import type { Deployment, Phase } from '../../preload/contract/deployments';
import { type LookAt, questionFor, servedBy } from './served';

const deployed = (
  type: Deployment['type'],
  participant: string,
  more: { phase?: Phase; sites?: number | null; kitThere?: 'sent' | 'other' } = {},
) => {
  const state = { ...{ phase: 'ready', sites: null, kitThere: 'sent' }, ...more };
  const place = { kind: 'host' };
  return { type, participant, hostName: 'north', projectId: 'p', place, state } as unknown as Deployment;
};

const server = deployed('server', 'server1', { sites: 2 });
const justNow: LookAt = ({ state }) => state;
const never: LookAt = () => null;

test('a server with sites is asked about, unless they are stopped along with it', () => {
  const sites = [deployed('client', 'site-1'), deployed('client', 'site-2')];
  expect(servedBy([server], justNow)).toEqual([{ server, sites: 2 }]);
  expect(servedBy([server, ...sites.slice(0, 1)], justNow)).toEqual([{ server, sites: 1 }]);
  expect(servedBy([server, ...sites], justNow)).toEqual([]);
  expect(servedBy(sites, justNow)).toEqual([]);
});

test('a server in a container that has told of no site may have told of some in what was not read', () => {
  const quiet = deployed('server', 'server1');
  const inContainer = { ...quiet, place: { kind: 'container' } } as unknown as Deployment;
  expect(servedBy([quiet], justNow)).toEqual([]);
  expect(servedBy([inContainer], justNow)).toEqual([{ server: inContainer, sites: null }]);
});

test('sites of another project, and those that are not connected, make no difference', () => {
  const stranger = { ...deployed('client', 'site-1'), projectId: 'q' };
  const waiting = deployed('client', 'site-2', { phase: 'starting' });
  expect(servedBy([server, stranger, waiting], justNow)).toEqual([{ server, sites: 2 }]);
});

test('nothing is asked about a server without sites, or one that does not run', () => {
  const ask = (one: Deployment) => questionFor([one], 'Stop', justNow);
  expect(ask(deployed('server', 'server1', { sites: 0 }))).toBeNull();
  // None has come since it started.
  expect(ask(deployed('server', 'server1'))).toBeNull();
  expect(ask(deployed('server', 'server1', { phase: 'unreachable', sites: 2 }))).toBeNull();
});

test('the question says how many are connected, and to what', () => {
  expect(questionFor([server], 'Stop', justNow)).toMatchObject({
    title: 'Stop server1 while 2 sites are connected?',
    confirmLabel: 'Stop',
  });
  const one = deployed('server', 'server2', { sites: 1 });
  const titleOf = (some: Deployment[], verb: 'Stop' | 'Restart') => questionFor(some, verb, justNow)?.title;
  expect(titleOf([one], 'Restart')).toBe('Restart server2 while 1 site is connected?');
  expect(titleOf([server, one], 'Stop')).toBe('Stop 2 servers while 3 sites are connected?');
});

test('a count that nobody has heard lately is none, and is asked about', () => {
  const none = deployed('server', 'server1', { sites: 0 });
  const asked = questionFor([none], 'Stop', never);
  expect(asked?.title).toBe('Stop server1?');
  expect(asked?.text).toContain('How many sites are connected is not known here.');
  expect(questionFor([deployed('client', 'site-1')], 'Stop', never)).toBeNull();
  const { state: unreachable } = deployed('server', 'server1', { phase: 'unreachable', sites: 2 });
  expect(questionFor([none], 'Stop', () => unreachable)?.title).toBe('Stop server1?');
  const stray = deployed('server', 'server2', { phase: 'stray' });
  expect(questionFor([stray], 'Stop', justNow)?.title).toBe('Stop server2?');
  expect(questionFor([server, stray], 'Stop', justNow)?.title).toBe(
    'Stop 2 servers while at least 2 sites are connected?',
  );
});

test('what someone else has put there is asked about, and what runs of it serves', () => {
  const other = deployed('client', 'site-1', { kitThere: 'other' });
  const asked = questionFor([other], 'Stop', never);
  expect(asked?.title).toBe('Stop what someone else has put there?');
  expect(asked?.text).toContain('site-1 on north');
  expect(
    questionFor([deployed('client', 'site-1', { phase: 'stopped', kitThere: 'other' })], 'Stop', never),
  ).toBeNull();
  const both = questionFor([other, server], 'Restart', justNow);
  expect(both?.title).toBe('Restart what someone else has put there?');
  expect(both?.text).toContain('Restart server1 while 1 site is connected?');
});
