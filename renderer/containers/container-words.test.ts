import { expect, test } from 'vitest';
import {
  describeCpu,
  describeExit,
  describeMemory,
  describeState,
  removalText,
  stateChip,
  summarise,
  type Told,
} from './container-words';

const plain = { name: 'web', state: 'exited', participant: null } as const;
const site = { name: 'kit-1', state: 'exited', participant: 'site-1' } as const;
const lost = 'A federation that runs would lose a participant.';

test('what goes with a container is said, and whether a federation would lose it', () => {
  expect(removalText([plain])).toBe(
    '"web": what was written inside, and the logs, will be gone. Images and named volumes stay.',
  );
  expect(removalText([plain, site])).toContain('Fedwright has deployed the kit of "site-1" there');
  expect(removalText([{ ...plain, state: 'running' }, site])).not.toContain(lost);
  const running = removalText([{ ...site, state: 'running' }]);
  expect(running).toContain('It runs and will be killed first.');
  expect(running).toContain(lost);
});

const well = { startError: null, exitCode: null, outOfMemory: false, unhealthy: false };

test.each<[Partial<Told> & Pick<Told, 'state'>, string, string]>([
  [{ state: 'exited', exitCode: 0 }, 'off', 'Stopped'],
  [{ state: 'exited', exitCode: 3 }, 'failed', 'Failed'],
  [{ state: 'exited', exitCode: 255 }, 'failed', 'Failed'],
  // A person has killed it, or asked it to end.
  [{ state: 'exited', exitCode: 137 }, 'off', 'Stopped'],
  [{ state: 'exited', exitCode: 143 }, 'off', 'Stopped'],
  // What does not handle the signal that its image asks to be stopped with.
  [{ state: 'exited', exitCode: 131 }, 'off', 'Stopped'],
  [{ state: 'exited', exitCode: 138 }, 'off', 'Stopped'],
  [{ state: 'exited', exitCode: 140 }, 'off', 'Stopped'],
  [{ state: 'exited', exitCode: 137, outOfMemory: true }, 'failed', 'Out of memory'],
  [{ state: 'exited', exitCode: 1, outOfMemory: true }, 'failed', 'Out of memory'],
  // Only a child of it was killed, and it went on.
  [{ state: 'exited', exitCode: 0, outOfMemory: true }, 'off', 'Stopped'],
  [{ state: 'exited', exitCode: 143, outOfMemory: true }, 'off', 'Stopped'],
  // An engine writes this code of one that it could not start.
  [{ state: 'exited', exitCode: 128, startError: 'no such device' }, 'failed', 'Not started'],
  [{ state: 'restarting', exitCode: 1 }, 'attention', 'Restarting'],
  [{ state: 'running', unhealthy: true }, 'attention', 'Unhealthy'],
  [{ state: 'running' }, 'ok', 'Running'],
])('how %j is told', (row, state, label) => {
  expect(describeState({ ...well, ...row })).toEqual({ state, label });
});

test('rows of a host that does not answer are not counted among those that run', () => {
  expect(stateChip(row('running'))).toBe('Running');
  expect(stateChip(row('running', null, { stale: true }))).toBe('As it was');
});

test('a code is told with what it means, where that is agreed upon', () => {
  expect(describeExit(null, false)).toBe('');
  expect(describeExit(3, false)).toBe('3');
  expect(describeExit(127, false)).toBe('127: the command was not found');
  expect(describeExit(137, true)).toBe('137: killed, as it was out of memory');
  expect(describeExit(1, true)).toBe('1: a process in it ran out of memory');
  expect(describeExit(143, true)).toBe('143: asked to end');
});

const row = (
  state: 'running' | 'created' | 'exited',
  startError: string | null = null,
  { stale = false, status = '' } = {},
) => ({ ...well, state, startError, stale, status });

test('what failed days ago is no news of today', () => {
  const ended = (ago: string) => ({
    ...row('exited', null, { status: `Exited (1) ${ago} ago` }),
    exitCode: 1,
  });
  const label = (one: Parameters<typeof summarise>[0][number]) =>
    summarise([one], [{ state: 'answered' }])?.label;
  for (const ago of ['Less than a second', '3 minutes', 'About an hour', '23 hours'])
    expect(label(ended(ago))).toBe('1 failed, 0 running');
  for (const ago of ['2 days', '3 weeks', '5 months', '2 years']) expect(label(ended(ago))).toBe('0 running');
  // One that never started still waits for it.
  expect(label({ ...ended('3 weeks'), startError: 'port is taken' })).toBe('1 not started, 0 running');
});

test('the first line tells what failed and which hosts are not reached before all is called well', () => {
  const answered = { state: 'answered' } as const;
  const lost = { state: 'failed' } as const;
  expect(summarise([], [answered])).toBeNull();
  expect(summarise([], [lost])).toEqual({ state: 'attention', label: '1 host not reached' });
  expect(summarise([row('running'), row('exited')], [answered])).toEqual({ state: 'ok', label: '1 running' });
  expect(summarise([row('exited')], [answered])).toEqual({ state: 'off', label: '0 running' });
  const failed = { ...row('exited'), exitCode: 1 };
  const odd = [
    { ...row('running'), unhealthy: true },
    { ...row('running'), state: 'restarting' as const },
  ];
  expect(summarise([row('running'), ...odd], [answered])).toEqual({
    ...{ state: 'attention', label: '1 unhealthy, 1 restarting, 1 running' },
  });
  expect(summarise([row('running'), ...odd, failed], [answered])).toEqual({
    ...{ state: 'failed', label: '1 failed, 1 unhealthy, 1 restarting, 1 running' },
  });
  // That none runs there is not known.
  expect(summarise([row('running', null, { stale: true })], [lost])).toEqual({
    ...{ state: 'attention', label: '1 host not reached' },
  });
  expect(summarise([row('running', null, { stale: true })], [{ state: 'asking' }])).toBeNull();
  // How it was on a host that does not answer now is no news of today.
  expect(
    summarise(
      [
        row('running'),
        row('running', null, { stale: true }),
        row('created', 'port is taken', { stale: true }),
      ],
      [answered, lost, lost],
    ),
  ).toEqual({
    ...{ state: 'attention', label: '1 running, 2 hosts not reached' },
  });
  expect(summarise([row('running'), row('created', 'port is taken')], [answered, lost])).toEqual({
    ...{ state: 'failed', label: '1 not started, 1 running, 1 host not reached' },
  });
});

test('use is told with its limit, and the limit alone where nothing was measured', () => {
  expect(describeCpu(12.4, 2)).toBe('12 % of 2 cores');
  expect(describeCpu(null, 0.5)).toBe('limit 0.5 cores');
  expect(describeCpu(null, null)).toBe('');
  expect(describeMemory(1e6, 268e6)).toBe('1.0 MB of 268 MB');
  expect(describeMemory(null, 268e6)).toBe('limit 268 MB');
});
