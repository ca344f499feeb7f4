import type { HostRow } from './host-store';

export interface Address {
  address: string;
  port: number;
}

/** Where a key is pinned. Behind another host on the way, the same address is another machine. */
export interface KeyPlace extends Address {
  /** The hosts on the way, the first one first, as `ProxyJump` of OpenSSH has them; empty without any. */
  via: string;
}

/** As OpenSSH writes an address: the port only where it is not 22. */
export const nameOf = ({ address, port }: Address): string =>
  port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`;

/**
 * The way is told by addresses, as the machine at its end is: a host that is added again, or twice for two users,
 * finds what was pinned. One on the way that gets another address is another one.
 */
export function placeOf(row: HostRow, need: (hostId: string) => HostRow): KeyPlace {
  const way: string[] = [];
  for (let next = row.jumpHostId; next !== null;) {
    const hop = need(next);
    way.unshift(nameOf(hop));
    next = hop.jumpHostId;
  }
  return { address: row.address.toLowerCase(), port: row.port, via: way.join(',') };
}

/** For people. */
export const describePlace = (place: KeyPlace): string =>
  place.via === '' ? nameOf(place) : `${nameOf(place)} through ${place.via.replaceAll(',', ', ')}`;
