import type { Deployment, Place } from '../../preload/contract/deployments';
import type { Host } from '../../preload/contract/hosts';
import type { KitSummary } from '../../preload/contract/kits';
import { defaultContainer, defaultDirectory } from './words';

/** Where one kit is to go, as the form has it. */
export interface RowDraft {
  /** Of the row: one kit may go to several places, and kits of two runs to one. */
  key: string;
  kit: KitSummary;
  /** Where a kit of this participant is already: it goes there, with every setting that it has there; null otherwise. */
  kept: Kept | null;
  /** Where it was kept until another place was chosen for it; null otherwise. */
  left: Kept | null;
  hostId: string;
  directory: string;
  /** Of the container. */
  name: string;
}

export type Kept = Pick<Deployment, 'place' | 'hostName' | 'type' | 'ownStorage'>;

/** What goes for all of them that are not kept where they are. */
export interface DeployDraft {
  kind: Place['kind'];
  rows: RowDraft[];
  /** Empty: the first that is found on each host. */
  python: string;
  image: string;
  network: 'host' | 'bridge';
  restart: 'no' | 'on-failure' | 'unless-stopped';
  cpus: string;
  memoryGb: string;
  gpus: boolean;
  dataDirectory: string;
  ownStorage: boolean;
}

/** What is to be sent, and what was meant by it. */
export interface Sending {
  kits: KitSummary[];
  /** The host that was meant; null: none. */
  hostId: string | null;
  /** Of deployments that are to get their kits; of others that have the same participant nothing is meant. */
  deploymentIds: readonly string[];
}

/**
 * A kit whose participant has one already goes where that is, with the settings that it has there: several places
 * differ in more than a form has fields for. Any other goes to the host that was meant, or to the first. A host without
 * SSH takes kits into containers only.
 */
export function draftOf(
  { kits, hostId, deploymentIds }: Sending,
  hosts: Host[],
  deployments: Deployment[],
): DeployDraft {
  const spots = kits.flatMap((kit) => spotsOf(kit, { hostId, deploymentIds }, deployments));
  const some = spots.flatMap(({ known }) => known ?? []);
  const first = some[0];
  const meant = hosts.find(({ id }) => id === hostId);
  const kind = meant && meant.kind !== 'ssh' ? 'container' : (first?.place.kind ?? 'host');
  const ssh = hosts.filter((host) => host.kind === 'ssh');
  const fallback = hostId ?? ssh[0]?.id ?? hosts[0]?.id ?? '';
  const rows = spots.map(({ kit, known }): RowDraft => {
    const there = known && hosts.some(({ id }) => id === known.place.hostId);
    const isMeant = hostId === null || hostId === known?.place.hostId;
    return {
      ...{ key: `${kit.id} ${known?.id ?? ''}`, kit, kept: known && there && isMeant ? known : null },
      left: null,
      hostId: hostId ?? known?.place.hostId ?? fallback,
      ...namesAt(kit, known?.place),
    };
  });
  return fitHosts(hosts, { kind, rows, ...settingsOf(first), ownStorage: storageOf(some) ?? true });
}

/** Where a kit is to go: to the deployments that were meant, to where its participant was sent last, or nowhere yet. */
function spotsOf(
  kit: KitSummary,
  { hostId, deploymentIds }: Pick<Sending, 'hostId' | 'deploymentIds'>,
  deployments: Deployment[],
): { kit: KitSummary; known: Deployment | undefined }[] {
  const its = deployments
    .filter(({ projectId, participant }) => projectId === kit.projectId && participant === kit.participant)
    .toSorted((a, b) => b.deployedAt - a.deployedAt);
  const asked = its.filter(({ id }) => deploymentIds.includes(id));
  if (asked.length > 0) return asked.map((known) => ({ kit, known }));
  return [{ kit, known: its.find(({ place }) => place.hostId === hostId) ?? its[0] }];
}

const namesAt = (kit: KitSummary, place: Place | undefined): Pick<RowDraft, 'directory' | 'name'> => ({
  directory: place?.kind === 'host' ? place.directory : defaultDirectory(kit.projectName, kit.participant),
  name: place?.kind === 'container' ? place.name : defaultContainer(kit.projectName, kit.participant),
});

/** What the form begins with. */
function settingsOf(known: Kept | undefined): Omit<DeployDraft, 'kind' | 'rows' | 'ownStorage'> {
  const container = known?.place.kind === 'container' ? known.place : null;
  return {
    python: (known?.place.kind === 'host' ? known.place.python : null) ?? '',
    image: container?.image ?? '',
    network: container?.network ?? 'host',
    restart: container?.restart ?? 'unless-stopped',
    cpus: container?.cpus ? String(container.cpus) : '',
    memoryGb: container?.memoryBytes ? String(container.memoryBytes / 1e9) : '',
    gpus: container?.gpus ?? false,
    dataDirectory: container?.dataDirectory ?? '',
  };
}

/** What the first server among them has: of the others nothing is stored, whatever is kept in mind of them. */
const storageOf = (some: readonly Kept[]): boolean | undefined =>
  some.find(({ type }) => type === 'server')?.ownStorage;

/** Those whose places are chosen in the form. */
export const freeRows = ({ rows }: DeployDraft): RowDraft[] => rows.filter(({ kept }) => kept === null);

/** Has places chosen anew that were kept. The form begins with what the first of them has when it has no other. */
export function release(hosts: Host[], draft: DeployDraft, keys: readonly string[]): DeployDraft {
  const some = draft.rows.flatMap(({ key, kept }) => (kept !== null && keys.includes(key) ? kept : []));
  const free = freeRows(draft);
  const first = free.length === 0 ? some[0] : undefined;
  const storage = free.some(({ kit }) => kit.type === 'server') ? undefined : storageOf(some);
  return fitHosts(hosts, {
    ...draft,
    ...(first && { kind: first.place.kind, ...settingsOf(first) }),
    ownStorage: storage ?? draft.ownStorage,
    rows: draft.rows.map((row) =>
      keys.includes(row.key) ? { ...row, kept: null, left: row.kept ?? row.left } : row,
    ),
  });
}

/**
 * What a kit has where it is and does not get where it goes now, though only its place was to be another: the form has
 * one setting for all. Null when nothing is lost.
 */
export function whatIsLost(draft: DeployDraft, row: RowDraft): string | null {
  if (row.left === null) return null;
  const [there, next] = [row.left.place, placeOf(draft, row)];
  if (there.kind !== next.kind)
    return there.kind === 'container'
      ? 'It is in a container now, and would be in a folder.'
      : 'It is in a folder now, and would be in a container.';
  const other = settingsIn(next);
  const lost = Object.entries(settingsIn(there)).flatMap(([name, value]) =>
    other[name] === value ? [] : name,
  );
  if (row.left.type === 'server' && row.left.ownStorage !== draft.ownStorage) lost.push('storage');
  return lost.length === 0 ? null : `It would get other settings than it has now: ${lost.join(', ')}.`;
}

/** As the form calls them. */
const settingsIn = (place: Place): Record<string, unknown> =>
  place.kind === 'host'
    ? { Python: place.python }
    : {
        ...{ image: place.image, network: place.network, 'starting again': place.restart },
        ...{ 'CPU limit': place.cpus, 'memory limit': place.memoryBytes, GPUs: place.gpus },
        'data folder': place.dataDirectory,
      };

/** Machines that a kit can go to: a folder is reached by SFTP, an engine may be the one of this machine. */
export const hostsFor = (kind: Place['kind'], hosts: Host[]): Host[] =>
  hosts.filter((host) => kind === 'container' || host.kind === 'ssh');

/** Leaves no kit with a host that it cannot go to. */
export function fitHosts(hosts: Host[], draft: DeployDraft): DeployDraft {
  const fitting = hostsFor(draft.kind, hosts);
  const fits = (hostId: string) => fitting.some(({ id }) => id === hostId);
  const rows = draft.rows.map((row) =>
    row.kept !== null || fits(row.hostId) ? row : { ...row, hostId: fitting[0]?.id ?? '' },
  );
  return { ...draft, rows };
}

const positive = (text: string): number | null => {
  const value = Number(text.replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? value : null;
};

/** Whether a limit can be read; none is none. */
export const isLimit = (text: string): boolean => text.trim() === '' || positive(text) !== null;

export function placeOf(draft: DeployDraft, { kept, hostId, directory, name }: RowDraft): Place {
  if (kept !== null) return kept.place;
  if (draft.kind === 'host')
    return { kind: 'host', hostId, directory: directory.trim(), python: draft.python.trim() || null };
  const memory = positive(draft.memoryGb);
  return {
    kind: 'container',
    ...{ hostId, name: name.trim(), image: draft.image, network: draft.network, restart: draft.restart },
    cpus: positive(draft.cpus),
    memoryBytes: memory === null ? null : Math.round(memory * 1e9),
    gpus: draft.gpus,
    dataDirectory: draft.dataDirectory.trim() || null,
  };
}

/** What keeps the form from being checked, by row; null when nothing does. */
export function rowProblem(draft: DeployDraft, row: RowDraft): string | null {
  if (row.kept !== null) return twice(draft, row);
  if (row.hostId === '') return 'Choose a host.';
  if (draft.kind === 'host') {
    if (!/^(?:\/|~\/)./.test(row.directory.trim()) || row.directory.trim().endsWith('/'))
      return 'An absolute path, or one that begins with ~/.';
    return twice(draft, row);
  }
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/.test(row.name.trim()))
    return 'Letters, digits, dots, dashes and underscores.';
  return twice(draft, row);
}

function twice(draft: DeployDraft, row: RowDraft): string | null {
  const same = draft.rows.filter((each) => spotOf(draft, each) === spotOf(draft, row));
  return same.length > 1 ? 'Another kit goes to the same place.' : null;
}

function spotOf(draft: DeployDraft, row: RowDraft): string {
  const place = placeOf(draft, row);
  return JSON.stringify([place.kind, place.hostId, place.kind === 'host' ? place.directory : place.name]);
}

export const isReady = (draft: DeployDraft): boolean =>
  draft.rows.length > 0 &&
  draft.rows.every((row) => rowProblem(draft, row) === null) &&
  (freeRows(draft).length === 0 ||
    draft.kind === 'host' ||
    (draft.image !== '' && isLimit(draft.cpus) && isLimit(draft.memoryGb)));
