import type {
  AdminParticipant,
  ClientParticipant,
  ConnectTo,
  ListeningHost,
  Participant,
  ParticipantType,
  ProjectModel,
  RelayParticipant,
  ServerParticipant,
} from '../../preload/contract/projects';

/** Types that can be added. Others only come from a file. */
export type NewParticipantType = Exclude<ParticipantType, 'other'>;

export const emptyConnectTo: ConnectTo = { name: null, host: null, port: null, connectionSecurity: null };
export const emptyListeningHost: ListeningHost = {
  scheme: null,
  hostNames: [],
  defaultHost: null,
  port: null,
  connectionSecurity: null,
};

const isEmpty = (value: object): boolean =>
  Object.values(value).every((v) => v === null || (Array.isArray(v) && v.length === 0));

/** Changes a mapping that may be absent; one without any value leaves the file. */
export function patchConnectTo(current: ConnectTo | null, patch: Partial<ConnectTo>): ConnectTo | null {
  const next = { ...(current ?? emptyConnectTo), ...patch };
  return isEmpty(next) ? null : next;
}

/** As `patchConnectTo`, for the listening host. */
export function patchListeningHost(
  current: ListeningHost | null,
  patch: Partial<ListeningHost>,
): ListeningHost | null {
  const next = { ...(current ?? emptyListeningHost), ...patch };
  return isEmpty(next) ? null : next;
}

const makeKey = (): string => `new-${crypto.randomUUID()}`;

/** The first free name made of a stem, a number and an ending. Letter case does not make names differ on all disks. */
export function freeName(model: ProjectModel, stem: string, from: number, ending = ''): string {
  const taken = new Set(model.participants.map((p) => p.name.toLowerCase()));
  const digits = digitsBehind(model, stem);
  const nameOf = (number: number) => `${stem}${String(number).padStart(digits, '0')}${ending}`;
  let number = from;
  while (taken.has(nameOf(number).toLowerCase())) number += 1;
  return nameOf(number);
}

/** As many as others have who begin like that, where they are filled up with zeros as in `site-01`. */
function digitsBehind(model: ProjectModel, stem: string): number {
  const numbers = model.participants.flatMap(({ name }) => {
    const number = name.startsWith(stem) ? /^\d+(?=@|$)/.exec(name.slice(stem.length))?.[0] : undefined;
    return number === undefined ? [] : [number];
  });
  const filled = Math.max(
    1,
    ...numbers.filter((number) => number.startsWith('0')).map(({ length }) => length),
  );
  return numbers.some(({ length }) => length < filled) ? 1 : filled;
}

/** A name for a copy: counts the number at the end of the name, or of the part before the @, up. */
export function copyName(model: ProjectModel, name: string): string {
  const at = name.indexOf('@');
  const [head, ending] = at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at)];
  const match = /^(.*?)(\d{1,9})$/.exec(head);
  return match
    ? freeName(model, match[1] ?? '', Number(match[2]) + 1, ending)
    : freeName(model, `${head}-`, 2, ending);
}

/** The organisation most likely meant: that of the newest participant of the type, else the server's. */
function likelyOrg(model: ProjectModel, type: NewParticipantType): string {
  const last = (of: ParticipantType) => model.participants.findLast((p) => p.type === of)?.org;
  return last(type) ?? last('server') ?? model.participants[0]?.org ?? '';
}

function adminName(model: ProjectModel): string {
  const known = model.participants.find((p) => p.type === 'admin' && p.name.includes('@'));
  const domain = known ? known.name.slice(known.name.indexOf('@')) : '@example.org';
  const taken = model.participants.some((p) => p.name.toLowerCase() === `admin${domain}`.toLowerCase());
  return taken ? freeName(model, 'admin', 2, domain) : `admin${domain}`;
}

const hasProjectAdmin = (model: ProjectModel): boolean =>
  model.participants.some((p) => p.type === 'admin' && p.role === 'project_admin');

/** A new participant of a type with a free name; every value that NVFlare has a default for is left to it. */
export function newParticipant(model: ProjectModel, type: NewParticipantType): Participant {
  const common = { key: makeKey(), org: likelyOrg(model, type), description: null };
  switch (type) {
    case 'server':
      return {
        ...common,
        type,
        name: model.participants.some((p) => p.name === 'server') ? freeName(model, 'server', 2) : 'server',
        fedLearnPort: null,
        adminPort: null,
        hostNames: [],
        defaultHost: null,
        connectionSecurity: null,
        customCaCert: null,
        ccConfig: null,
      };
    case 'client':
      return {
        ...common,
        type,
        name: freeName(model, 'site-', 1),
        numOfGpus: null,
        memPerGpuInGib: null,
        parent: null,
        connectTo: null,
        listeningHost: null,
        connectionSecurity: null,
        customCaCert: null,
        ccConfig: null,
      };
    case 'relay':
      return {
        ...common,
        type,
        name: freeName(model, 'relay-', 1),
        connectTo: null,
        listeningHost: { ...emptyListeningHost, port: 8102 },
        connectionSecurity: null,
      };
    case 'admin':
      return {
        ...common,
        type,
        name: adminName(model),
        role: hasProjectAdmin(model) ? 'lead' : 'project_admin',
        connectTo: null,
      };
  }
}

/** A change to any participant; fields that its type does not have cannot be named by typed callers. */
export type ParticipantPatch =
  | Partial<Omit<ServerParticipant, 'key' | 'type'>>
  | Partial<Omit<ClientParticipant, 'key' | 'type'>>
  | Partial<Omit<RelayParticipant, 'key' | 'type'>>
  | Partial<Omit<AdminParticipant, 'key' | 'type'>>;
