import { createHash } from 'node:crypto';
import type { PinItem, PinPreview } from '../../preload/contract/host-import';
import type { Address, HostKeys, PresentedKey } from './host-keys';
import type { HostRow } from './host-store';
import { type KnownLine, addressOf, isHashed, isHashOf, nameOf, readKnownHosts } from './known-hosts';

export interface PinPlan {
  preview: PinPreview;
  keys: Map<string, { where: Address; key: PresentedKey }>;
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
export function planPins(parts: { path: string; text: string; hosts: HostRow[]; keys: HostKeys }): PinPlan {
  const { lines, strange } = readKnownHosts(parts.text);
  const ssh = parts.hosts.filter(({ kind }) => kind === 'ssh');
  const found = new Map<string, { where: Address; lines: KnownLine[] }>();
  const lost = { hashed: 0, patterns: 0 };
  for (const line of lines.filter(({ marker }) => marker === null))
    for (const name of line.names) {
      const places = placesOf(name, ssh);
      if (places.length === 0) lost[isHashed(name) ? 'hashed' : 'patterns'] += 1;
      for (const where of places) {
        const known = found.get(nameOf(where)) ?? { where, lines: [] };
        known.lines.push(line);
        found.set(nameOf(where), known);
      }
    }
  const revoked = new Set(lines.filter(({ marker }) => marker === 'revoked').map(({ key }) => key));
  const plan: PinPlan['keys'] = new Map();
  const items = [...found.values()].map(({ where, lines: several }) => {
    const best = choose(several, revoked, parts.keys.find(where)?.key);
    const item = itemOf({ where, best, several, revoked, ssh, keys: parts.keys });
    plan.set(item.id, { where, key: best });
    return item;
  });
  const remarks = remarksOf(lines, { ...lost, strange });
  const sorted = items.toSorted(byUse);
  const digest = createHash('sha256')
    .update(JSON.stringify([parts.path, sorted]))
    .digest('hex');
  return { preview: { path: parts.path, digest, items: sorted, remarks }, keys: plan };
}

/** A hashed name can only be compared with addresses that are known here. */
function placesOf(name: string, hosts: HostRow[]): Address[] {
  if (isHashed(name)) {
    const seen = new Map(hosts.map(({ address, port }) => [nameOf({ address, port }), { address, port }]));
    return [...seen.values()].filter((where) => isHashOf(name, where));
  }
  const where = addressOf(name);
  return where ? [where] : [];
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
  where: Address;
  best: KnownLine;
  several: KnownLine[];
  revoked: Set<string>;
  ssh: HostRow[];
  keys: HostKeys;
}): PinItem {
  const { where, best, keys } = parts;
  const hosts = parts.ssh.filter((host) => nameOf(host) === nameOf(where)).map(({ name }) => name);
  const shown = { id: nameOf(where), ...where, hosts, type: best.type, fingerprint256: best.fingerprint256 };
  const pinned = keys.find(where);
  if (parts.revoked.has(best.key)) {
    const here = pinned?.key === best.key ? ' It is pinned here: remove it, and ask the admin.' : '';
    return { ...shown, action: 'skip', remark: `The file says that this key is revoked.${here}` };
  }
  if (pinned?.key === best.key) return { ...shown, action: 'same', remark: '' };
  if (pinned)
    return {
      ...shown,
      action: 'conflict',
      remark: `Pinned here is ${pinned.type} ${pinned.fingerprint256}, and stays.`,
    };
  const others = new Set(parts.several.map(({ type }) => type)).size - 1;
  return { ...shown, action: 'pin', remark: others > 0 ? `The file has ${others} more of other types.` : '' };
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
