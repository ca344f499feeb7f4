import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../preload/contract/deployments';
import type { Host } from '../../preload/contract/hosts';
import type { KitSummary } from '../../preload/contract/kits';
import { draftOf, fitHosts, isReady, placeOf, release, rowProblem, whatIsLost } from './deploy-draft';

const kit = (participant: string) =>
  ({ id: `kit-${participant}`, participant, projectId: 'p', projectName: 'thorax' }) as KitSummary;
const hosts = [
  { id: 'here', kind: 'local' },
  { id: 'north', kind: 'ssh' },
  { id: 'south', kind: 'ssh' },
] as Host[];

const toDraft = (kits: KitSummary[], deployments: Deployment[], hostId: string | null, ids: string[] = []) =>
  draftOf({ kits, hostId, deploymentIds: ids }, hosts, deployments);

describe('where kits are to go', () => {
  test('a kit goes where that of its participant is, any other to the first SSH host', () => {
    const place = {
      kind: 'host',
      hostId: 'south',
      directory: '/srv/fl/site-1',
      python: '/opt/fl/bin/python3',
    };
    const deployed = [{ projectId: 'p', participant: 'site-1', place }] as Deployment[];
    const draft = toDraft([kit('site-1'), kit('site-2')], deployed, null);
    expect(draft.rows.map((row) => placeOf(draft, row))).toEqual([
      place,
      { ...place, hostId: 'north', directory: '~/fedwright/thorax/site-2' },
    ]);
    expect(isReady(draft)).toBe(true);
  });

  test('each of several goes where it is, with the settings that it has there', () => {
    const folder = { kind: 'host', hostId: 'north', directory: '/srv/site-1', python: '/opt/a/bin/python3' };
    const other = { ...folder, hostId: 'south', python: '/opt/b/bin/python3' };
    const container = {
      kind: 'container',
      hostId: 'south',
      name: 'site-2',
      image: 'fl:2',
      network: 'bridge',
      restart: 'no',
      ...{ cpus: 1.5, memoryBytes: 4e9, gpus: true, dataDirectory: '/srv/data' },
    };
    const deployed = [
      { id: 'a', projectId: 'p', participant: 'site-1', place: folder, ownStorage: true, deployedAt: 1 },
      { id: 'b', projectId: 'p', participant: 'site-2', place: container, ownStorage: true, deployedAt: 1 },
      { id: 'c', projectId: 'p', participant: 'site-1', place: other, ownStorage: true, deployedAt: 2 },
    ] as Deployment[];
    const kits = [kit('site-1'), kit('site-2')];
    const draft = toDraft(kits, deployed, null, ['a', 'b']);
    expect(draft.rows.map((row) => placeOf(draft, row))).toEqual([folder, container]);
    expect(draft.rows.map(({ kept }) => kept?.ownStorage)).toEqual([true, true]);
    expect(isReady(draft)).toBe(true);
    // One participant in two places gets it in both; where none was meant, where it came last.
    const both = toDraft([kit('site-1')], deployed, null, ['a', 'c']);
    expect(both.rows.map((row) => placeOf(both, row))).toEqual([other, folder]);
    const last = toDraft([kit('site-1')], deployed, null);
    expect(last.rows.map((row) => placeOf(last, row))).toEqual([other]);
    // Kits of two runs go to one place, which is said; each row is one of its own all the same.
    const runs = toDraft([kit('site-1'), { ...kit('site-1'), id: 'of the next run' }], deployed, null);
    expect(runs.rows.map((row) => rowProblem(runs, row))).toEqual(
      Array(2).fill(expect.stringContaining('same place')),
    );
    expect(new Set(runs.rows.map(({ key }) => key)).size).toBe(2);

    const chosen = release(hosts, draft, ['kit-site-2 b']);
    expect(chosen).toMatchObject({ kind: 'container', image: 'fl:2', network: 'bridge' });
    expect(chosen.rows.map(({ kept, name }) => [kept === null, name])).toEqual([
      [false, 'thorax-site-1'],
      [true, 'site-2'],
    ]);
    expect(chosen.rows.map((row) => whatIsLost(chosen, row))).toEqual([null, null]);
    // The form has one kind of place and one Python for all, which the next has no say in any more.
    const more = release(hosts, chosen, ['kit-site-1 a']);
    expect(more.rows.map((row) => whatIsLost(more, row))).toEqual([
      'It is in a folder now, and would be in a container.',
      null,
    ]);
    const every = release(hosts, both, ['kit-site-1 c', 'kit-site-1 a']);
    expect(every.rows.map((row) => whatIsLost(every, row))).toEqual([
      null,
      'It would get other settings than it has now: Python.',
    ]);
    const clash = {
      ...chosen,
      rows: chosen.rows.map((row) => ({ ...row, key: 'b', kept: chosen.rows[0]!.kept })),
    };
    expect(rowProblem(clash, clash.rows[1]!)).toContain('same place');
  });

  test('where a server keeps its jobs is as a server has it, whatever is kept in mind of others', () => {
    const place = { kind: 'host', hostId: 'north', directory: '/srv/kit', python: null };
    const server = { ...kit('server1'), type: 'server' } as KitSummary;
    const deployed = [
      { id: 'a', projectId: 'p', participant: 'site-1', type: 'client', place, ownStorage: false },
      { id: 'b', projectId: 'p', participant: 'server1', type: 'server', place, ownStorage: false },
    ] as Deployment[];
    expect(toDraft([kit('site-1'), server], deployed.slice(0, 1), null).ownStorage).toBe(true);
    const draft = toDraft([kit('site-1'), server], deployed, null);
    expect(draft.ownStorage).toBe(false);
    const chosen = release(hosts, { ...draft, ownStorage: true }, ['kit-site-1 a']);
    expect(chosen.ownStorage).toBe(true);
    expect(release(hosts, chosen, ['kit-server1 b']).ownStorage).toBe(false);
  });

  test('two kits do not go to one place, and a path is absolute', () => {
    const draft = toDraft([kit('site-1'), kit('site-2')], [], null);
    const [first, second] = draft.rows as [(typeof draft.rows)[0], (typeof draft.rows)[0]];
    const changed = { ...draft, rows: [first, { ...second, directory: first.directory }] };
    expect(rowProblem(changed, first)).toContain('same place');
    expect(rowProblem(draft, { ...first, directory: 'srv/kit' })).toContain('absolute');
    expect(isReady({ ...draft, rows: [{ ...first, hostId: '' }] })).toBe(false);
  });

  test('a kit goes to the host that was meant, wherever its participant has one already', () => {
    const deployed = [
      {
        projectId: 'p',
        participant: 'site-1',
        place: { kind: 'host', hostId: 'north', directory: '/srv/a' },
      },
    ] as Deployment[];
    const draft = toDraft([kit('site-1'), kit('site-2')], deployed, 'south');
    expect(draft).toMatchObject({ kind: 'host', rows: [{ hostId: 'south' }, { hostId: 'south' }] });
    // A host that has been removed meanwhile is no place.
    expect(toDraft([kit('site-2')], [], 'gone').rows[0]?.hostId).toBe('north');
  });

  test('a folder is on a host with SFTP, a container may be on this machine', () => {
    const here = toDraft([kit('site-1')], [], 'here');
    expect(here).toMatchObject({ kind: 'container', rows: [{ hostId: 'here' }] });
    expect(fitHosts(hosts, here).rows[0]?.hostId).toBe('here');
    expect(fitHosts(hosts, { ...here, kind: 'host' }).rows[0]?.hostId).toBe('north');
    expect(fitHosts([], { ...here, kind: 'host' }).rows[0]?.hostId).toBe('');
  });

  test('a container needs an image and limits that can be read', () => {
    const draft = { ...toDraft([kit('site-1')], [], null), kind: 'container' as const };
    expect(isReady(draft)).toBe(false);
    const filled = { ...draft, image: 'fl:1', cpus: '1.5', memoryGb: '4' };
    expect(isReady(filled)).toBe(true);
    expect(isReady({ ...filled, cpus: 'two' })).toBe(false);
    expect(placeOf(filled, filled.rows[0]!)).toMatchObject({
      cpus: 1.5,
      memoryBytes: 4e9,
      name: 'thorax-site-1',
    });
  });
});
