import { expect, test } from 'vitest';
import { countEdge, newEdge } from './edge-tree';

test('counts what NVFlare 2.8.1 makes', () => {
  // "Relays: leaf=4; non-leaf=2; total=6 / Clients: leaf=12; non-leaf=6; total=18 / Total Sites: 25"
  expect(countEdge({ depth: 2, width: 2, clients: 3 })).toEqual({
    relays: 6,
    innerClients: 6,
    leafClients: 12,
    total: 25,
  });
  expect(countEdge({ depth: 2, width: 2, clients: 3, lcp_only: true })?.total).toBe(19);
  expect(countEdge(newEdge)?.total).toBe(9);
});

test('outside the limits there is nothing to count', () => {
  expect(countEdge({ depth: 6, width: 2, clients: 2 })).toBeNull();
  expect(countEdge({ depth: 1, width: 2, clients: 'two' })).toBeNull();
  expect(countEdge(null)).toBeNull();
});
