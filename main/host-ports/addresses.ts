/** Whether something at one address keeps another from the same port at the other one. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [normal(one), normal(other)];
  if (a === b || a === '::' || b === '::') return true;
  // Every address of IPv4 is none of IPv6; `::` above mostly takes both.
  if (a === '0.0.0.0') return !b.includes(':');
  if (b === '0.0.0.0') return !a.includes(':');
  return false;
}

/** `*`, nothing and `[::]` as `::`; an IPv4 address in IPv6 clothes as itself; without a zone. */
export function normal(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (bare === '' || bare === '*') return '::';
  return bare.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase();
}
