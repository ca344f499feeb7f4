import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../preload/contract/deployments';
import type { Host } from '../../preload/contract/hosts';
import type { KitSummary } from '../../preload/contract/kits';
import { draftOf, fitHosts, isReady, placeOf, rowProblem } from './deploy-draft';

const kit = (participant: string) =>
  ({ id: `kit-${participant}`, participant, projectId: 'p', projectName: 'thorax' }) as KitSummary;
const hosts = [
  { id: 'here', kind: 'local' },
  { id: 'north', kind: 'ssh' },
  { id: 'south', kind: 'ssh' },
] as Host[];

describe('where kits are to go', () => {
  test('a kit goes where that of its participant is, any other to the first SSH host', () => {
    const place = {
      kind: 'host',
      hostId: 'south',
      directory: '/srv/fl/site-1',
      python: '/opt/fl/bin/python3',
    };
    const deployed = [{ projectId: 'p', participant: 'site-1', place }] as Deployment[];
    const draft = draftOf([kit('site-1'), kit('site-2')], hosts, deployed, null);
    expect(draft.rows.map((row) => placeOf(draft, row))).toEqual([
      place,
      { ...place, hostId: 'north', directory: '~/fedwright/thorax/site-2' },
    ]);
    expect(isReady(draft)).toBe(true);
  });

  test('two kits do not go to one place, and a path is absolute', () => {
    const draft = draftOf([kit('site-1'), kit('site-2')], hosts, [], null);
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
    const draft = draftOf([kit('site-1'), kit('site-2')], hosts, deployed, 'south');
    expect(draft).toMatchObject({ kind: 'host', rows: [{ hostId: 'south' }, { hostId: 'south' }] });
    // A host that has been removed meanwhile is no place.
    expect(draftOf([kit('site-2')], hosts, [], 'gone').rows[0]?.hostId).toBe('north');
  });

  test('a folder is on a host with SFTP, a container may be on this machine', () => {
    const here = draftOf([kit('site-1')], hosts, [], 'here');
    expect(here).toMatchObject({ kind: 'container', rows: [{ hostId: 'here' }] });
    expect(fitHosts(hosts, here).rows[0]?.hostId).toBe('here');
    expect(fitHosts(hosts, { ...here, kind: 'host' }).rows[0]?.hostId).toBe('north');
    expect(fitHosts([], { ...here, kind: 'host' }).rows[0]?.hostId).toBe('');
  });

  test('a container needs an image and limits that can be read', () => {
    const draft = { ...draftOf([kit('site-1')], hosts, [], null), kind: 'container' as const };
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
