import {
  adminRoles,
  connectionSecurities,
  type Participant,
  type ParticipantType,
  schemes,
} from '../../preload/contract/projects';
import { securityLabel } from './nvflare-defaults';
import { patchConnectTo, patchListeningHost } from './participant-edit';
import { roleWords } from './roles';
import { parseTypedNumber, showTyped, textOrNull } from './typed-value';

/**
 * A property of participants as one text: what a cell of the table or of a CSV file holds. `write` takes any
 * text; the validation judges it.
 */
export interface ParticipantField {
  /** Also the header of the column in CSV. */
  id: string;
  label: string;
  /** The path in the file, where problems are looked for. */
  path: string;
  /** Characters that the contract takes. */
  max: number;
  types: readonly ParticipantType[];
  read: (participant: Participant) => string;
  /** Leaves participants of other types as they are. */
  write: (participant: Participant, text: string) => Participant;
  choices?: { value: string; label: string }[];
  /** The value is the name of another participant. */
  isName?: boolean;
}

const all: readonly ParticipantType[] = ['server', 'client', 'relay', 'admin', 'other'];
type Named<T extends ParticipantType> = Extract<Participant, { type: T }>;
const is = <T extends ParticipantType>(types: readonly T[], p: Participant): p is Named<T> =>
  types.some((type) => type === p.type);

/** A field of some types; reads as empty and writes nothing for the others. */
function field<T extends ParticipantType>(
  head: Omit<ParticipantField, 'types' | 'read' | 'write'>,
  types: readonly T[],
  read: (participant: Named<T>) => string | number | null,
  write: (participant: Named<T>, text: string) => Participant,
): ParticipantField {
  return {
    ...head,
    types,
    read: (p) => (is(types, p) ? showTyped(read(p)) : ''),
    write: (p, text) => (is(types, p) ? write(p, text) : p),
  };
}

const securities = connectionSecurities.map((value) => ({ value, label: securityLabel(value) }));
const roles = adminRoles.map((value) => ({ value, label: roleWords[value]?.label ?? value }));
const hosts = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
const connecting = ['client', 'relay', 'admin'] as const;
const listening = ['client', 'relay'] as const;
const secured = ['server', 'client', 'relay'] as const;

const identity = [
  field(
    { id: 'name', label: 'Name', path: 'name', max: 300 },
    all,
    (p) => p.name,
    (p, name) => ({ ...p, name }),
  ),
  field(
    { id: 'org', label: 'Organisation', path: 'org', max: 300 },
    all,
    (p) => p.org,
    (p, org) => ({ ...p, org }),
  ),
  field(
    { id: 'role', label: 'Role', path: 'role', max: 100, choices: roles },
    ['admin'],
    (p) => p.role,
    (p, text) => ({ ...p, role: textOrNull(text) }),
  ),
];

const resources = [
  field(
    { id: 'gpus', label: 'GPUs', path: 'capacity.num_of_gpus', max: 20 },
    ['client'],
    (p) => p.numOfGpus,
    (p, text) => ({ ...p, numOfGpus: parseTypedNumber(text) }),
  ),
  field(
    { id: 'memory_gib', label: 'GiB per GPU', path: 'capacity.mem_per_gpu_in_GiB', max: 20 },
    ['client'],
    (p) => p.memPerGpuInGib,
    (p, text) => ({ ...p, memPerGpuInGib: parseTypedNumber(text, 'decimal') }),
  ),
  field(
    { id: 'parent', label: 'Parent', path: 'parent', max: 300, isName: true },
    ['client'],
    (p) => p.parent,
    (p, text) => ({ ...p, parent: textOrNull(text) }),
  ),
  field(
    { id: 'security', label: 'Security', path: 'connection_security', max: 20, choices: securities },
    secured,
    (p) => p.connectionSecurity,
    (p, text) => ({ ...p, connectionSecurity: textOrNull(text) }),
  ),
];

const connection = [
  field(
    { id: 'connects_to', label: 'Connects to', path: 'connect_to.name', max: 300, isName: true },
    connecting,
    (p) => p.connectTo?.name ?? null,
    (p, text) => ({ ...p, connectTo: patchConnectTo(p.connectTo, { name: textOrNull(text) }) }),
  ),
  field(
    { id: 'connects_to_host', label: 'Connects to host', path: 'connect_to.host', max: 300 },
    connecting,
    (p) => p.connectTo?.host ?? null,
    (p, text) => ({ ...p, connectTo: patchConnectTo(p.connectTo, { host: textOrNull(text) }) }),
  ),
  field(
    { id: 'connects_to_port', label: 'Connects to port', path: 'connect_to.port', max: 20 },
    connecting,
    (p) => p.connectTo?.port ?? null,
    (p, text) => ({ ...p, connectTo: patchConnectTo(p.connectTo, { port: parseTypedNumber(text) }) }),
  ),
  field(
    {
      id: 'connects_to_security',
      label: 'Security where it connects',
      path: 'connect_to.connection_security',
      max: 300,
      choices: securities,
    },
    connecting,
    (p) => p.connectTo?.connectionSecurity ?? null,
    (p, text) => ({
      ...p,
      connectTo: patchConnectTo(p.connectTo, { connectionSecurity: textOrNull(text) }),
    }),
  ),
];

const server = [
  field(
    { id: 'default_host', label: 'Default host', path: 'default_host', max: 300 },
    ['server'],
    (p) => p.defaultHost,
    (p, text) => ({ ...p, defaultHost: textOrNull(text) }),
  ),
  field(
    { id: 'host_names', label: 'Host names', path: 'host_names', max: 2000 },
    ['server'],
    (p) => p.hostNames.join(' '),
    (p, text) => ({ ...p, hostNames: hosts(text) }),
  ),
  field(
    { id: 'port', label: 'Port for sites', path: 'fed_learn_port', max: 20 },
    ['server'],
    (p) => p.fedLearnPort,
    (p, text) => ({ ...p, fedLearnPort: parseTypedNumber(text) }),
  ),
  field(
    { id: 'admin_port', label: 'Port for admins', path: 'admin_port', max: 20 },
    ['server'],
    (p) => p.adminPort,
    (p, text) => ({ ...p, adminPort: parseTypedNumber(text) }),
  ),
];

const listener = [
  field(
    { id: 'listens_on_host', label: 'Listens on host', path: 'listening_host.default_host', max: 300 },
    listening,
    (p) => p.listeningHost?.defaultHost ?? null,
    (p, text) => ({
      ...p,
      listeningHost: patchListeningHost(p.listeningHost, { defaultHost: textOrNull(text) }),
    }),
  ),
  field(
    {
      id: 'listens_on_host_names',
      label: 'Listens on host names',
      path: 'listening_host.host_names',
      max: 2000,
    },
    listening,
    (p) => p.listeningHost?.hostNames.join(' ') ?? null,
    (p, text) => ({ ...p, listeningHost: patchListeningHost(p.listeningHost, { hostNames: hosts(text) }) }),
  ),
  field(
    { id: 'listens_on_port', label: 'Listens on port', path: 'listening_host.port', max: 20 },
    listening,
    (p) => p.listeningHost?.port ?? null,
    (p, text) => ({
      ...p,
      listeningHost: patchListeningHost(p.listeningHost, { port: parseTypedNumber(text) }),
    }),
  ),
  field(
    {
      id: 'listens_on_scheme',
      label: 'Listens with scheme',
      path: 'listening_host.scheme',
      max: 20,
      choices: schemes.map((value) => ({ value, label: value })),
    },
    listening,
    (p) => p.listeningHost?.scheme ?? null,
    (p, text) => ({ ...p, listeningHost: patchListeningHost(p.listeningHost, { scheme: textOrNull(text) }) }),
  ),
  field(
    {
      id: 'listens_on_security',
      label: 'Security where it listens',
      path: 'listening_host.connection_security',
      max: 300,
      choices: securities,
    },
    listening,
    (p) => p.listeningHost?.connectionSecurity ?? null,
    (p, text) => ({
      ...p,
      listeningHost: patchListeningHost(p.listeningHost, { connectionSecurity: textOrNull(text) }),
    }),
  ),
];

const description = field(
  { id: 'description', label: 'Description', path: 'description', max: 2000 },
  all,
  (p) => p.description,
  (p, text) => ({ ...p, description: textOrNull(text) }),
);

/** Every property of participants, in the order in which CSV files have them; the type stands beside the name. */
export const participantFields: readonly ParticipantField[] = [
  ...identity,
  ...resources,
  ...connection,
  ...server,
  ...listener,
  description,
];

/** The property of this id. @throws when there is none, which is a mistake of the caller. */
export function fieldOf(id: string): ParticipantField {
  const found = participantFields.find((each) => each.id === id);
  if (!found) throw new Error(`no field ${id}`);
  return found;
}

/** A value as people read it: the word of a choice, else the text itself. */
export const showValue = ({ choices }: ParticipantField, text: string): string =>
  choices?.find(({ value }) => value === text)?.label ?? text;
