import { expect, test } from 'vitest';
import type { Deployment, Phase } from '../../preload/contract/deployments';
import { preflightSearch } from './preflight-search';

const deployment = (type: Deployment['type'], phase: Phase, place: object) =>
  ({ kitId: `kit of ${type}`, projectId: 'p', type, taskId: null, state: { phase }, place }) as Deployment;

test('the checks look from where the kit is, and know where its server is', () => {
  const server = deployment('server', 'ready', {
    ...{ kind: 'host', hostId: 'n', directory: '/srv/kit', python: '/opt/py/bin/python3' },
  });
  const site = deployment('client', 'stopped', { kind: 'container', hostId: 's', name: 'p-site-1' });
  const all = [server, site];
  expect(preflightSearch(site, all)).toEqual({
    ...{ kit: 'kit of client', host: 's', container: 'p-site-1', server: 'n' },
  });
  expect(preflightSearch(server, all)).toEqual({
    ...{ kit: 'kit of server', host: 'n', directory: '/srv/kit', python: '/opt/py/bin/python3' },
    purpose: 'connect',
  });
  expect(preflightSearch({ ...server, state: null }, all)).toMatchObject({ purpose: 'start' });
});
