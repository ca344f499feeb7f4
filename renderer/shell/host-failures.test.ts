import { expect, test } from 'vitest';
import { groupFailures } from './host-failures';

const failure = (name: string, message: string, stale = false) => ({
  ...{ hostId: `id of ${name}`, name, message, hint: 'Start one.', stale },
});

test('hosts that fail for one reason are told together, and one whose message names it is not named twice', () => {
  const groups = groupFailures([
    failure('gate', 'No SSH agent runs here.'),
    failure('ward', 'The key of "ward" has changed.'),
    failure('north', 'No SSH agent runs here.', true),
  ]);
  expect(groups).toEqual([
    {
      ...{ hostIds: ['id of gate', 'id of north'], names: 'gate, north', hint: 'Start one.', stale: true },
      title: 'gate, north: No SSH agent runs here.',
    },
    {
      ...{ hostIds: ['id of ward'], names: 'ward', hint: 'Start one.', stale: false },
      title: 'The key of "ward" has changed.',
    },
  ]);
});
