import { expect, test } from 'vitest';
import type { HostConnection } from '../../preload/contract/hosts';
import { describeAddress, stateOf, summariseHosts } from './host-words';

const host = (state: HostConnection['state'], kind: 'ssh' | 'local' = 'ssh') => ({
  kind,
  connection: { state, since: 0, uses: 0, nextAttemptAt: null, error: null },
});

const failed = (reason: string) => {
  const error = { code: 'UNAVAILABLE', message: '', hint: '', details: null, reason };
  return { kind: 'ssh' as const, connection: { ...host('failed').connection, error } };
};

test('a question that nobody has answered is no failure', () => {
  expect(stateOf(failed('host-key-new'))).toBe('asks');
  expect(stateOf(failed('password'))).toBe('asks');
  for (const reason of ['host-key-changed', 'login-refused', 'unreachable'])
    expect(stateOf(failed(reason))).toBe('failed');
  expect(summariseHosts([host('open'), host('waiting'), failed('prompt-cancelled')])).toEqual({
    state: 'attention',
    label: '1 host waits for you',
  });
});

test('the worst is said first', () => {
  expect(summariseHosts([host('open'), host('failed'), host('waiting')])).toMatchObject({
    label: '1 host could not be connected to',
  });
  expect(summariseHosts([host('open'), host('waiting')]).state).toBe('attention');
  expect(summariseHosts([host('open'), host('open'), host('closed')]).label).toBe('2 hosts connected');
  expect(summariseHosts([host('closed', 'local')]).label).toBe('None connected');
});

test('the machine itself needs no connection', () => {
  expect(stateOf(host('closed', 'local'))).toBe('here');
});

test.each([
  ['fl.example.org', 22, 'fl.example.org'],
  ['fl.example.org', 2222, 'fl.example.org:2222'],
  ['2001:db8::1', 2222, '[2001:db8::1]:2222'],
])('%s with port %i is written as %s', (address, port, written) => {
  expect(describeAddress({ kind: 'ssh', address, port })).toBe(written);
});
