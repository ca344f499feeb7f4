import type { Network } from '../../../preload/contract/networks';
import type { OfHost } from '../use-host-lists';

export type NetworkRow = OfHost<Network>;

export type NetworkUse = 'used' | 'unused' | 'built-in';
export const useWords = {
  used: { state: 'ok', label: 'Used' },
  unused: { state: 'off', label: 'Unused' },
  'built-in': { state: 'off', label: 'Built in' },
} as const;

export function useOf({ usedBy, builtIn }: Network): NetworkUse {
  if (builtIn) return 'built-in';
  return usedBy.length > 0 ? 'used' : 'unused';
}

export const reachWords = {
  None: 'None: its containers reach nothing but themselves',
  'Internal only': 'Internal only: its containers reach each other and nothing else',
  'Outside too': 'Outside, too',
} as const;

/** Whom the containers of a network reach, in a word or two: that of the driver `null` has no wire at all. */
export function reachOf({ driver, internal }: Pick<Network, 'driver' | 'internal'>): keyof typeof reachWords {
  if (driver === 'null') return 'None';
  return internal ? 'Internal only' : 'Outside too';
}

export const describeSubnets = ({ subnets }: Network): string =>
  subnets.map(({ subnet }) => subnet).join(', ');
