import { expect, test } from 'vitest';
import type { Forward } from '../../preload/contract/forwards';
import { failedByHost, nowhereTitle } from './words';

const forward = (hostName: string, localPort: number, connection: Forward['connection'] = 'failed') =>
  ({ hostId: `id of ${hostName}`, hostName, localPort, connection }) as Forward;

test('what leads nowhere is told once for each host', () => {
  const [north, south, ...others] = failedByHost([
    forward('north', 8001),
    forward('south', 8002),
    forward('north', 8003),
    forward('gate', 8004, 'open'),
  ]);
  expect(others).toEqual([]);
  expect(north && nowhereTitle(north, false)).toBe(
    '127.0.0.1:8001 and 127.0.0.1:8003 lead nowhere, as "north" cannot be connected to',
  );
  expect(south && nowhereTitle(south, true)).toBe('127.0.0.1:8002 leads nowhere, as "south" waits for you');
});
