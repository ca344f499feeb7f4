import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../preload/contract/deployments';
import type { Host } from '../../preload/contract/hosts';
import type { KitSummary } from '../../preload/contract/kits';
import { choiceOf, placeChoices, searchOf, serverHostOf } from './place-choices';

const hosts = [
  { id: 'n', name: 'north', kind: 'ssh' },
  { id: 'e', name: 'engine', kind: 'docker-tls' },
] as Host[];
const deployments = [
  { projectId: 'p', participant: 'server1', type: 'server', place: { kind: 'host', hostId: 'n' } },
  {
    ...{ projectId: 'p', participant: 'site-1', type: 'client' },
    place: { kind: 'container', hostId: 'e', name: 'p-site-1' },
  },
] as Deployment[];
const kit = (participant: string, type: KitSummary['type']) =>
  ({ projectId: 'p', participant, type }) as KitSummary;

describe('where a kit is looked from', () => {
  test('this machine, SSH hosts, and the containers with a kit of this participant', () => {
    const of = (participant: string, search = {}) =>
      placeChoices({ hosts, deployments }, search, kit(participant, 'client')).map(({ label }) => label);
    expect(of('site-1')).toEqual(['This machine', 'north', 'Container p-site-1 on engine']);
    expect(of('site-2')).toEqual(['This machine', 'north']);
    expect(of('site-2', { host: 'n', container: 'x' })).toContain('Container x on north');
  });

  test('a choice becomes the address, and back', () => {
    for (const search of [{}, { host: 'n' }, { host: 'e', container: 'p-site-1' }])
      expect(searchOf(choiceOf(search))).toMatchObject(search);
    expect(searchOf('')).toEqual({
      host: undefined,
      container: undefined,
      directory: undefined,
      python: undefined,
    });
  });

  test('the server is where it is deployed, unless someone says otherwise', () => {
    expect(serverHostOf(kit('site-1', 'client'), undefined, deployments)).toBe('n');
    expect(serverHostOf(kit('site-1', 'client'), 'e', deployments)).toBe('e');
    expect(serverHostOf(kit('site-1', 'client'), 'none', deployments)).toBeNull();
    expect(serverHostOf(kit('server1', 'server'), undefined, deployments)).toBeNull();
  });
});
