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
  if (usedBy.length > 0) return 'used';
  return builtIn ? 'built-in' : 'unused';
}

export const describeSubnets = ({ subnets }: Network): string =>
  subnets.map(({ subnet }) => subnet).join(', ');
