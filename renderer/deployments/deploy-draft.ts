import type { Deployment, Place } from '../../preload/contract/deployments';
import type { Host } from '../../preload/contract/hosts';
import type { KitSummary } from '../../preload/contract/kits';
import { defaultContainer, defaultDirectory } from './words';

/** Where one kit is to go, as the form has it. */
export interface RowDraft {
  kit: KitSummary;
  hostId: string;
  directory: string;
  /** Of the container. */
  name: string;
}

/** What goes for all of them. */
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

/**
 * Each kit on the host that was meant; without one where its participant's kit is already, or on the first. A host
 * without SSH takes kits into containers only.
 */
export function draftOf(
  kits: KitSummary[],
  hosts: Host[],
  deployments: Deployment[],
  hostId: string | null,
): DeployDraft {
  const known = kits.map((kit) =>
    deployments.find(
      ({ projectId, participant }) => projectId === kit.projectId && participant === kit.participant,
    ),
  );
  const first = known.find((each) => each !== undefined)?.place;
  const meant = hosts.find(({ id }) => id === hostId);
  const kind = meant && meant.kind !== 'ssh' ? 'container' : (first?.kind ?? 'host');
  const container = first?.kind === 'container' ? first : null;
  const ssh = hosts.filter((host) => host.kind === 'ssh');
  const fallback = hostId ?? ssh[0]?.id ?? hosts[0]?.id ?? '';
  return fitHosts(hosts, {
    kind,
    rows: kits.map((kit, at) => {
      const place = known[at]?.place;
      return {
        kit,
        hostId: hostId ?? place?.hostId ?? fallback,
        directory:
          place?.kind === 'host' ? place.directory : defaultDirectory(kit.projectName, kit.participant),
        name: place?.kind === 'container' ? place.name : defaultContainer(kit.projectName, kit.participant),
      };
    }),
    python: (first?.kind === 'host' ? first.python : null) ?? '',
    image: container?.image ?? '',
    network: container?.network ?? 'host',
    restart: container?.restart ?? 'unless-stopped',
    cpus: container?.cpus ? String(container.cpus) : '',
    memoryGb: container?.memoryBytes ? String(container.memoryBytes / 1e9) : '',
    gpus: container?.gpus ?? false,
    dataDirectory: container?.dataDirectory ?? '',
    ownStorage: true,
  });
}

/** Machines that a kit can go to: a folder is reached by SFTP, an engine may be the one of this machine. */
export const hostsFor = (kind: Place['kind'], hosts: Host[]): Host[] =>
  hosts.filter((host) => kind === 'container' || host.kind === 'ssh');

/** Leaves no kit with a host that it cannot go to. */
export function fitHosts(hosts: Host[], draft: DeployDraft): DeployDraft {
  const fitting = hostsFor(draft.kind, hosts);
  const fits = (hostId: string) => fitting.some(({ id }) => id === hostId);
  const rows = draft.rows.map((row) => (fits(row.hostId) ? row : { ...row, hostId: fitting[0]?.id ?? '' }));
  return { ...draft, rows };
}

const positive = (text: string): number | null => {
  const value = Number(text.replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? value : null;
};

/** Whether a limit can be read; none is none. */
export const isLimit = (text: string): boolean => text.trim() === '' || positive(text) !== null;

export function placeOf(draft: DeployDraft, { hostId, directory, name }: RowDraft): Place {
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
  if (row.hostId === '') return 'Choose a host.';
  if (draft.kind === 'host') {
    if (!/^(?:\/|~\/)./.test(row.directory.trim()) || row.directory.trim().endsWith('/'))
      return 'An absolute path, or one that begins with ~/.';
    return twice(draft, row, ({ directory }) => directory.trim());
  }
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/.test(row.name.trim()))
    return 'Letters, digits, dots, dashes and underscores.';
  return twice(draft, row, ({ name }) => name.trim());
}

function twice(draft: DeployDraft, row: RowDraft, where: (row: RowDraft) => string): string | null {
  const same = draft.rows.filter((each) => each.hostId === row.hostId && where(each) === where(row));
  return same.length > 1 ? 'Another kit goes to the same place.' : null;
}

export const isReady = (draft: DeployDraft): boolean =>
  draft.rows.length > 0 &&
  draft.rows.every((row) => rowProblem(draft, row) === null) &&
  (draft.kind === 'host' || (draft.image !== '' && isLimit(draft.cpus) && isLimit(draft.memoryGb)));
