import { expect, test } from 'vitest';
import type { Deployment } from '../../preload/contract/deployments';
import type { KitSummary } from '../../preload/contract/kits';
import { textOfChoice, toChoices } from './kit-choices';

const kit = (participant: string, type: KitSummary['type'], projectName = 'thorax') =>
  ({
    id: `${projectName} ${participant}`,
    participant,
    type,
    projectName,
    projectId: projectName,
    org: 'o',
  }) as KitSummary;

test('the server comes first in each project, and each kit says where its participant is', () => {
  const kits = [
    ...[kit('site-10', 'client'), kit('site-2', 'client'), kit('server1', 'server')],
    ...[kit('admin@example.org', 'admin'), kit('a', 'client', 'retina')],
  ];
  const deployed = [
    { projectId: 'thorax', participant: 'site-2', hostName: 'north' },
    { projectId: 'thorax', participant: 'site-2', hostName: 'south' },
    { projectId: 'retina', participant: 'site-2', hostName: 'east' },
  ] as Deployment[];
  const choices = toChoices(kits, deployed);
  expect(choices.map(({ kit: { participant } }) => participant)).toEqual([
    'a',
    'server1',
    'site-2',
    'site-10',
    'admin@example.org',
  ]);
  expect(choices.flatMap(({ hosts }) => hosts)).toEqual(['north', 'south']);
  expect(textOfChoice(choices[2]!)).toBe('site-2 Site thorax o north south');
});
