import { expect, test } from 'vitest';
import { describeCpu, describeMemory, removalText, summarise } from './container-words';

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

test('the first line tells what failed and which hosts are not reached before all is called well', () => {
  const row = (state: 'running' | 'created' | 'exited', startError: string | null = null, stale = false) => ({
    ...{ state, startError, stale },
  });
  const answered = { state: 'answered' } as const;
  const lost = { state: 'failed' } as const;
  expect(summarise([], [answered])).toBeNull();
  expect(summarise([], [lost])).toEqual({ state: 'attention', label: '1 host not reached' });
  expect(summarise([row('running'), row('exited')], [answered])).toEqual({ state: 'ok', label: '1 running' });
  expect(summarise([row('exited')], [answered])).toEqual({ state: 'off', label: '0 running' });
  // How it was on a host that does not answer now is no news of today.
  expect(
    summarise(
      [row('running'), row('running', null, true), row('created', 'port is taken', true)],
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
