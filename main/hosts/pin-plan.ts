import { createHash } from 'node:crypto';
import type { PinItem, PinPreview } from '../../preload/contract/host-import';
import type { HostKeys, PresentedKey } from './host-keys';
import type { HostRow } from './host-store';
import { type Address, describePlace, type KeyPlace, nameOf, placeOf } from './key-place';
import { type KnownLine, addressOf, isHashed, isHashOf, readKnownHosts } from './known-hosts';

export interface PinPlan {
  preview: PinPreview;
  keys: Map<string, { where: KeyPlace; key: PresentedKey }>;
}

/** A host here, and where its key is pinned. */
interface Placed {
  name: string;
  place: KeyPlace;
}

/** Of several keys of a server, the one that both sides would choose first. */
const preferred = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
];

/** Which keys of a `known_hosts` file would be pinned, where, and what stands against it. */
export function planPins(parts: {
  path: string;
  text: string;
  hosts: HostRow[];
  need: (hostId: string) => HostRow;
  keys: HostKeys;
}): PinPlan {
  const { lines, strange } = readKnownHosts(parts.text);
  const ssh = parts.hosts
    .filter(({ kind }) => kind === 'ssh')
    .map((host): Placed => ({ name: host.name, place: placeOf(host, parts.need) }));
  const found = new Map<string, { where: Address; lines: KnownLine[] }>();
  const lost = { hashed: 0, patterns: 0 };
  for (const line of lines.filter(({ marker }) => marker === null))
    for (const name of line.names) {
      const addresses = addressesOf(name, ssh);
      if (addresses.length === 0) lost[isHashed(name) ? 'hashed' : 'patterns'] += 1;
      for (const where of addresses) {
        const known = found.get(nameOf(where)) ?? { where, lines: [] };
        known.lines.push(line);
        found.set(nameOf(where), known);
      }
    }
  const revoked = new Set(lines.filter(({ marker }) => marker === 'revoked').map(({ key }) => key));
  const plan: PinPlan['keys'] = new Map();
  const items = [...found.values()].flatMap(({ where, lines: several }) => {
    const places = placesAt(where, ssh);
    return places.map((place) => {
      const best = choose(several, revoked, parts.keys.find(place)?.key);
      const unclear = whyUnclear(places, several, best, revoked);
      const item = itemOf({ place, best, several, revoked, ssh, keys: parts.keys, unclear });
      plan.set(item.id, { where: place, key: best });
      return item;
    });
  });
  const remarks = remarksOf(lines, { ...lost, strange });
  const sorted = items.toSorted(byUse);
  const digest = createHash('sha256')
    .update(JSON.stringify([parts.path, sorted]))
    .digest('hex');
  return { preview: { path: parts.path, digest, items: sorted, remarks }, keys: plan };
}

/** A hashed name can only be compared with addresses that are known here. */
function addressesOf(name: string, hosts: Placed[]): Address[] {
  if (isHashed(name)) {
    const seen = new Map(hosts.map(({ place }) => [nameOf(place), place]));
    return [...seen.values()].filter((where) => isHashOf(name, where));
  }
  const where = addressOf(name);
  return where ? [where] : [];
}

/** How the hosts here reach an address: without any host on the way where there is no host here. */
function placesAt({ address, port }: Address, hosts: Placed[]): KeyPlace[] {
  const there = hosts
    .map(({ place }) => place)
    .filter((place) => nameOf(place) === nameOf({ address, port }));
  const ways = [...new Set(there.map(({ via }) => via))];
  return (ways.length > 0 ? ways : ['']).map((via) => ({ address, port, via }));
}
/** The one that is pinned already, or else the one that would be negotiated. */
function choose(lines: KnownLine[], revoked: Set<string>, pinned: string | undefined): KnownLine {
  const rank = ({ type, key }: KnownLine) =>
    (key === pinned ? -1000 : 0) +
    (revoked.has(key) ? 1000 : 0) +
    (preferred.includes(type) ? preferred.indexOf(type) : preferred.length);
  return lines.toSorted((a, b) => rank(a) - rank(b))[0] as KnownLine;
}

function itemOf(parts: {
  place: KeyPlace;
  best: KnownLine;
  several: KnownLine[];
  revoked: Set<string>;
  ssh: Placed[];
  keys: HostKeys;
  /** Why nobody can say which machine has this key; empty when that is clear. */
  unclear: string;
}): PinItem {
  const { place, best, keys } = parts;
  const id = describePlace(place);
  const hosts = parts.ssh.filter((host) => describePlace(host.place) === id).map(({ name }) => name);
  const shown = { id, hosts, type: best.type, fingerprint256: best.fingerprint256 };
  const pinned = keys.find(place);
  if (parts.revoked.has(best.key)) {
    const here =
      pinned?.key === best.key ? ' It is pinned here: ask the admin for the new one, and replace it.' : '';
    return { ...shown, action: 'skip', remark: `The file says that this key is revoked.${here}` };
  }
  if (pinned?.key === best.key) return { ...shown, action: 'same', remark: '' };
  if (pinned)
    return {
      ...shown,
      action: 'conflict',
      remark: `Pinned here is ${pinned.type} ${pinned.fingerprint256}, and stays.`,
    };
  if (parts.unclear !== '')
    return {
      ...shown,
      action: 'skip',
      remark: `${parts.unclear} Connect to the host, and compare its fingerprint.`,
    };
  const others = new Set(parts.several.map(({ type }) => type)).size - 1;
  return { ...shown, action: 'pin', remark: others > 0 ? `The file has ${others} more of other types.` : '' };
}

function whyUnclear(
  places: readonly KeyPlace[],
  several: readonly KnownLine[],
  best: KnownLine,
  revoked: ReadonlySet<string>,
): string {
  if (places.length > 1)
    return 'Hosts at this address are reached on different ways, and the file does not say which of them has this key.';
  const rivals = several.filter(({ type, key }) => type === best.type && !revoked.has(key));
  return new Set(rivals.map(({ key }) => key)).size > 1
    ? 'The file has several keys of one type for this address.'
    : '';
}

/** First those of hosts that are here. */
const byUse = (a: PinItem, b: PinItem): number =>
  Number(b.hosts.length > 0) - Number(a.hosts.length > 0) || a.id.localeCompare(b.id);

function remarksOf(
  lines: KnownLine[],
  { hashed, patterns, strange }: { hashed: number; patterns: number; strange: number },
): string[] {
  const marked = (marker: KnownLine['marker']) => lines.filter((line) => line.marker === marker).length;
  const [authorities, revoked] = [marked('cert-authority'), marked('revoked')];
  return [
    authorities > 0 &&
      `${count(authorities, 'line')} with @cert-authority: Fedwright pins keys of servers and trusts no authority for them.`,
    revoked > 0 && `${count(revoked, 'line')} with @revoked: such a key is not pinned.`,
    hashed > 0 &&
      `${count(hashed, 'hashed name')} that fit none of your hosts. Add the hosts first, and import again.`,
    patterns > 0 && `${count(patterns, 'pattern')} with wildcards: a key is pinned for one address only.`,
    strange > 0 && `${count(strange, 'line')} that could not be read.`,
  ].filter((text) => text !== false);
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
