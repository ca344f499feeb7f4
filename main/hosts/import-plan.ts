import { createHash } from 'node:crypto';
import type { ImportItem, ImportPreview } from '../../preload/contract/host-import';
import {
  type HostSettings,
  isMoreThanAddress,
  hostSettingsSchema,
  usualPort,
} from '../../preload/contract/hosts';
import { conflict } from '../errors';
import type { HostRow } from './host-store';

/** A host as another program has it. */
export interface HostDraft {
  name: string;
  kind: HostSettings['kind'];
  address: string;
  port: number;
  username: string;
  auth: HostSettings['auth'];
  keyFile: string | null;
  /** The name of the draft that it goes through, which comes before it. */
  through: string | null;
  dockerSocket?: string;
  notes?: string;
  tls?: { ca: string | null; cert: string | null; key: string | null };
  remarks: string[];
  /** Why it cannot be taken over; null when it can. */
  refused: string | null;
}

export interface ImportPlan {
  preview: ImportPreview;
  drafts: Map<string, { draft: HostDraft; before: HostRow | null; item: ImportItem }>;
}

/** What taking each over would do to the hosts that are here. They are the same when their names are. */
export function planImport(
  source: string,
  drafts: HostDraft[],
  hosts: HostRow[],
  remarks: string[],
): ImportPlan {
  const byName = new Map(hosts.map((host) => [host.name.toLowerCase(), host]));
  const known: ImportPlan['drafts'] = new Map();
  const names = new Map<string, string>();
  for (const draft of drafts) {
    const id = draft.name;
    const lower = id.toLowerCase();
    const first = names.get(lower);
    const refused = draft.refused ?? (first === undefined ? null : sameAs(first));
    const before = byName.get(lower) ?? null;
    const item = itemOf(id, { ...draft, refused }, before, hosts);
    known.set(id, { draft, before, item });
    // One that cannot be taken over is in nobody's way.
    if (item.action !== 'skip') names.set(lower, first ?? id);
  }
  for (const [, { draft, item }] of known) {
    const way = draft.through === null ? null : known.get(draft.through)?.item;
    if (way?.action !== 'skip' || item.action === 'skip') continue;
    item.action = 'skip';
    item.remarks.push(`It is reached through "${way.name}", which cannot be taken over.`);
  }
  const items = [...known.values()].map(({ item }) => item);
  const digest = createHash('sha256')
    .update(JSON.stringify([source, items]))
    .digest('hex');
  return { preview: { path: source, digest, items, remarks }, drafts: known };
}

/** Here, names that differ in capitals only are one name; of two such entries neither may be dropped silently. */
const sameAs = (first: string): string =>
  `Here, its name is the same as that of "${first}", as capitals make no difference. Rename one of them in the file to have both.`;

/** @throws AppError CONFLICT when what was shown is not what is there now. */
export function assertAsShown(preview: { digest: string }, digest: string): void {
  if (preview.digest === digest) return;
  throw conflict(
    'The file, or the hosts here, have changed since they were shown.',
    'Look at the preview again, and choose.',
  );
}

function itemOf(id: string, draft: HostDraft, before: HostRow | null, hosts: HostRow[]): ImportItem {
  const shown = {
    ...{ id, name: draft.name, kind: draft.kind, through: draft.through },
    ...{ address: addressOf(draft), login: loginOf(draft) },
  };
  const skip = (why: string): ImportItem => ({ ...shown, action: 'skip', changes: [], remarks: [why] });
  // What is not understood or not taken has no login to speak of.
  if (draft.refused !== null) return { ...skip(draft.refused), login: '' };
  if (!hostSettingsSchema.shape.name.safeParse(draft.name).success)
    return skip('Its name is longer than 60 characters.');
  if (isMoreThanAddress(draft.address))
    return skip(`"${draft.address}" is no address that OpenSSH would take.`);
  if (!before) return { ...shown, action: 'add', changes: [], remarks: draft.remarks };
  if (before.kind !== draft.kind) return skip('Here, a host of another kind has this name.');
  const changes = changesOf(draft, before, hosts);
  return { ...shown, action: changes.length > 0 ? 'change' : 'same', changes, remarks: draft.remarks };
}

function changesOf(draft: HostDraft, before: HostRow, hosts: HostRow[]): ImportItem['changes'] {
  const jump = hosts.find(({ id }) => id === before.jumpHostId)?.name ?? '';
  const pairs: [field: string, from: string, to: string][] = [
    ...(draft.kind === 'local' ? [] : ([['Address', addressOf(before), addressOf(draft)]] as const)),
    ...(draft.kind === 'ssh' ? ([['Log in', loginOf(before), loginOf(draft)]] as const) : []),
    ...(draft.kind === 'ssh' ? ([['Through', jump, draft.through ?? '']] as const) : []),
    ...(draft.dockerSocket === undefined
      ? []
      : ([['Docker socket', before.dockerSocket, draft.dockerSocket]] as const)),
  ].map(([field, from, to]) => [field, from, to]);
  return pairs.filter(([, from, to]) => from !== to).map(([field, from, to]) => ({ field, from, to }));
}

type Shown = Pick<HostDraft, 'kind' | 'address' | 'port' | 'username' | 'auth' | 'keyFile'> & {
  dockerSocket?: string;
};

function addressOf({ kind, address, port, dockerSocket }: Shown): string {
  if (kind === 'local') return dockerSocket ?? 'This machine';
  if (port === usualPort(kind)) return address;
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function loginOf({ kind, username, auth, keyFile }: Shown): string {
  if (kind === 'local') return 'None';
  if (kind === 'docker-tls') return 'Certificate';
  const by = auth === 'key' ? (keyFile ?? 'a key file') : auth === 'agent' ? 'SSH agent' : auth;
  return `${username}, ${by}`;
}
