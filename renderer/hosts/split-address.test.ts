import { expect, test } from 'vitest';
import { splitAddress } from './split-address';

test.each([
  [' 10.0.0.5 ', { address: '10.0.0.5' }],
  ['gpu.example.org:2222', { address: 'gpu.example.org', port: 2222 }],
  ['flare@gpu.example.org', { address: 'gpu.example.org', username: 'flare' }],
  ['me@corp@gpu:22', { address: 'gpu', username: 'me@corp', port: 22 }],
  ['ssh://flare@gpu:2222/', { address: 'gpu', username: 'flare', port: 2222 }],
  ['ssh flare@gpu -p 2222', { address: 'gpu', username: 'flare', port: 2222 }],
  ['ssh -l flare gpu', { address: 'gpu', username: 'flare' }],
  ['::1', { address: '::1' }],
  ['[fe80::1%eth0]:2222', { address: 'fe80::1%eth0', port: 2222 }],
])('%j is taken apart', (text, parts) => expect(splitAddress(text, 'ssh')).toEqual(parts));

test.each(['', 'two words', 'a/b', 'gpu:port', 'ssh -J gate gpu', 'ssh gpu uptime', 'ssh -p 0 gpu'])(
  '%j is left as it is',
  (text) => expect(splitAddress(text, 'ssh')).toEqual({}),
);

test('an engine has no user', () => {
  expect(splitAddress('tcp://flare@engine:2376', 'docker-tls')).toEqual({ address: 'engine', port: 2376 });
});
