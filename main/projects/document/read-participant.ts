import type {
  AdminParticipant,
  ClientParticipant,
  ConnectTo,
  ListeningHost,
  Participant,
  RelayParticipant,
  ServerParticipant,
} from '../../../preload/contract/project-model';
import { error } from '../problem';
import { asMap, asScalar, getNode } from '../yaml/tree';
import { type Place, pathOf, readNumber, readText, readTexts, readWord, readWords } from './field';

const loose = { strict: false };
const strict = { strict: true };

/** One entry of `participants` as its form shows it. */
export function readParticipant(place: Place, key: string): Participant {
  const type = readText(place, 'type');
  const common = {
    key,
    name: readText(place, 'name'),
    org: readText(place, 'org'),
    description: readWords(place, 'description'),
  };
  if (type === 'server') return readServer(place, common);
  if (type === 'client') return readClient(place, common);
  if (type === 'relay') return readRelay(place, common);
  if (type === 'admin') return readAdmin(place, common);
  return { ...common, type: 'other', declaredType: type };
}

type Common = Pick<Participant, 'key' | 'name' | 'org' | 'description'>;

const readServer = (place: Place, common: Common): ServerParticipant => ({
  ...common,
  type: 'server',
  fedLearnPort: readNumber(place, 'fed_learn_port', loose),
  adminPort: readNumber(place, 'admin_port', loose),
  hostNames: readTexts(place, 'host_names'),
  defaultHost: readWord(place, 'default_host'),
  connectionSecurity: readWord(place, 'connection_security'),
  ...readFiles(place),
});

const readFiles = (place: Place): Pick<ServerParticipant, 'customCaCert' | 'ccConfig'> => ({
  customCaCert: readWords(place, 'custom_ca_cert'),
  ccConfig: readWords(place, 'cc_config'),
});

function readClient(place: Place, common: Common): ClientParticipant {
  const capacity = mapAt(place, 'capacity');
  return {
    ...common,
    type: 'client',
    numOfGpus: capacity && readNumber(capacity, 'num_of_gpus', loose),
    memPerGpuInGib: capacity && readNumber(capacity, 'mem_per_gpu_in_GiB', loose),
    parent: readWords(place, 'parent'),
    connectTo: readConnectTo(place),
    listeningHost: readListeningHost(place),
    connectionSecurity: readWord(place, 'connection_security'),
    ...readFiles(place),
  };
}

const readRelay = (place: Place, common: Common): RelayParticipant => ({
  ...common,
  type: 'relay',
  connectTo: readConnectTo(place),
  listeningHost: readListeningHost(place),
  connectionSecurity: readWord(place, 'connection_security'),
});

const readAdmin = (place: Place, common: Common): AdminParticipant => ({
  ...common,
  type: 'admin',
  role: readWord(place, 'role'),
  connectTo: readConnectTo(place),
});

function mapAt({ reading, map, path }: Place, key: string): Place | null {
  const node = getNode(reading.source, map, key);
  const found = node === undefined ? null : asMap(reading.source, node);
  return found && { reading, map: found, path: path ? `${path}.${key}` : key };
}

/** A text names the host: the form from before there were relays. */
function readConnectTo(place: Place): ConnectTo | null {
  const inner = mapAt(place, 'connect_to');
  if (!inner) {
    const host = textOrNothing(place, 'connect_to');
    return host === null ? null : { name: null, host, port: null, connectionSecurity: null };
  }
  return {
    name: readWords(inner, 'name'),
    host: readWords(inner, 'host'),
    port: readNumber(inner, 'port', strict),
    connectionSecurity: readWords(inner, 'connection_security'),
  };
}

function readListeningHost(place: Place): ListeningHost | null {
  const inner = mapAt(place, 'listening_host');
  if (!inner) {
    const defaultHost = textOrNothing(place, 'listening_host');
    if (defaultHost === null) return null;
    return { scheme: null, hostNames: [], defaultHost, port: null, connectionSecurity: null };
  }
  return {
    scheme: readWords(inner, 'scheme'),
    hostNames: readTexts(inner, 'host_names'),
    defaultHost: readWords(inner, 'default_host'),
    port: readNumber(inner, 'port', strict),
    connectionSecurity: readWords(inner, 'connection_security'),
  };
}

/** A text; a list or a mapping-less value is noted, as NVFlare refuses it. */
function textOrNothing(place: Place, key: string): string | null {
  const { reading, map } = place;
  const node = getNode(reading.source, map, key);
  if (node === undefined) return null;
  if (asScalar(reading.source, node)) return readWord(place, key);
  reading.problems.push(
    error(
      pathOf(place, key),
      'type.mapping',
      `The value of ${key} is neither a host name nor a mapping.`,
      'Write a host name, or keys such as host and port below it.',
    ),
  );
  return null;
}
