import { expect, test } from 'vitest';
import { clashingPort, startProblem } from './start-problem';

/** As engines say it, from Docker 20.10 to 29. */
const onEndpoint = 'driver failed programming external connectivity on endpoint late (0fc1591fb193)';
test.each([
  [`${onEndpoint}: Bind for 127.0.0.1:18080 failed: port is already allocated`, 18080],
  [
    `${onEndpoint}: Error starting userland proxy: listen tcp4 127.0.0.1:18081: bind: address already in use`,
    18081,
  ],
  [
    `${onEndpoint}: Error starting userland proxy: listen tcp6 [::]:18081: bind: address already in use`,
    18081,
  ],
  [`${onEndpoint}: failed to bind host port 127.0.0.1:18082/tcp: address already in use`, 18082],
  [`${onEndpoint}: failed to bind host port [::]:18082/udp: address already in use`, 18082],
  [
    `${onEndpoint}: failed to bind host port for 0.0.0.0:18083:172.17.0.2:80/tcp: address already in use`,
    18083,
  ],
  ['failed to bind host port 127.0.0.1:80/tcp: permission denied', null],
  ['failed to discover GPU vendor from CDI: no known GPU vendor found', null],
])('a port that is taken is found in what the engine says: %s', (said, port) => {
  expect(clashingPort(new Error(said))).toBe(port);
});

test.each([
  ['could not select device driver "" with capabilities: [[gpu]]', 'cannot give GPUs'],
  ['failed to discover GPU vendor from CDI: no known GPU vendor found', 'cannot give GPUs'],
  [
    'error gathering device information while adding custom device "/dev/x": no such file or directory',
    'has no device "/dev/x"',
  ],
  [
    'CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=all',
    'has no device "nvidia.com/gpu=all"',
  ],
  [
    'OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "nosuch": executable file not found in $PATH',
    'cannot run this command',
  ],
])('why a container did not start is told in words: %s', (said, words) => {
  expect(startProblem(new Error(said), 'north')).toMatchObject({
    message: expect.stringContaining(words) as string,
  });
});
