import type { Problem } from '../../../preload/contract/meta';
import type { ConnectTo, ListeningHost } from '../../../preload/contract/project-model';
import { error, quote, warning } from '../problem';
import type { At, Checked, Rule } from './context';
import { checkPort } from './port';
import { checkSecurity, defaultSecurity } from './security';
import { checkHost } from './server';

type Connecting = Checked['clients'][number] | Checked['relays'][number] | Checked['admins'][number];

/** Where clients, relays and admins connect: NVFlare writes most of it into the kits without looking. */
export const connectionRules: Rule = (project) =>
  project.isEdge
    ? []
    : [...project.clients, ...project.relays, ...project.admins].flatMap((at) => checkConnectTo(project, at));

function checkConnectTo(project: Checked, at: Connecting): Problem[] {
  const { connectTo } = at.entry;
  const path = `${at.path}.connect_to`;
  if (!connectTo || isEmpty(connectTo)) return checkDirectSecurity(project, at);
  const form = [
    ...(connectTo.host === null || connectTo.host === '' ? [] : checkHost(`${path}.host`, connectTo.host)),
    ...checkPort(`${path}.port`, connectTo.port),
    ...checkSecurity(`${path}.connection_security`, connectTo.connectionSecurity),
  ];
  return [...form, ...checkTarget(project, at, connectTo)];
}

export const isEmpty = (connectTo: ConnectTo): boolean =>
  Object.values(connectTo).every((value) => value === null || value === '');

/** NVFlare connects to the server itself unless another name is given. */
export const isDirect = ({ server }: Checked, connectTo: ConnectTo): boolean =>
  !connectTo.name || connectTo.name === server?.name;

function checkTarget(project: Checked, at: Connecting, connectTo: ConnectTo): Problem[] {
  if (isDirect(project, connectTo)) return checkServerTarget(project, at, connectTo);
  const relay = project.relayByName.get(connectTo.name ?? '');
  if (!relay) return [unknownTarget(at, connectTo)];
  if (at.entry.type === 'admin') return [adminOverRelay(at, connectTo)];
  return relay.listeningHost ? checkRelayTarget(at, connectTo, relay.listeningHost) : [];
}

const unknownTarget = ({ entry, path }: At, { name }: ConnectTo): Problem =>
  error(
    `${path}.connect_to.name`,
    'connect-to.unknown',
    `${quote(entry.name)} connects to ${quote(name)}, which is neither the server nor a relay of this project.`,
    "Give the server's name or a relay's name.",
  );

const adminOverRelay = ({ path }: At, { name }: ConnectTo): Problem =>
  warning(
    `${path}.connect_to.name`,
    'connect-to.admin',
    `Admins connect to the server itself. NVFlare does not use ${quote(name)}.`,
    'Remove it.',
  );

function checkServerTarget(project: Checked, at: Connecting, connectTo: ConnectTo): Problem[] {
  const field = `${at.path}.connect_to.host`;
  const { server } = project;
  // A relay without a host takes the server's; a client or admin gets "None" written in its place.
  if (!connectTo.host && at.entry.type !== 'relay')
    return [
      error(
        field,
        'connect-to.host',
        `NVFlare would tell ${quote(at.entry.name)} to connect to a host named "None".`,
        `Give the host as well, such as ${server?.defaultHost || server?.name || 'fl.example.org'}, or remove connect_to.`,
      ),
    ];
  const own = checkIgnoredSecurity(project, at, connectTo);
  if (!connectTo.host || !server) return own;
  const hosts = [server.defaultHost || server.name, ...server.hostNames];
  const security = securityTowardsServer(project, at);
  return [...own, ...checkKnownHost(field, connectTo.host, { owner: server.name, hosts, security })];
}

function checkRelayTarget(at: Connecting, connectTo: ConnectTo, listening: ListeningHost): Problem[] {
  const relay = connectTo.name ?? '';
  const hosts = [listening.defaultHost || 'localhost', ...listening.hostNames];
  const offered = listening.connectionSecurity ?? 'clear';
  const security = connectTo.connectionSecurity ?? offered;
  const known = connectTo.host
    ? checkKnownHost(`${at.path}.connect_to.host`, connectTo.host, { owner: relay, hosts, security })
    : [];
  if (security === offered) return known;
  return [
    ...known,
    warning(
      `${at.path}.connect_to.connection_security`,
      'connect-to.security',
      `${quote(at.entry.name)} connects with ${security}, but ${quote(relay)} listens with ${offered}.`,
      'Give both the same, unless a proxy stands between them.',
    ),
  ];
}

/** The certificate names these hosts only. Behind a proxy of one's own, another host may be meant. */
function checkKnownHost(
  field: string,
  host: string,
  { owner, hosts, security }: { owner: string; hosts: string[]; security: string },
): Problem[] {
  if (hosts.some((name) => name.toLowerCase() === host.toLowerCase())) return [];
  const make = security.toLowerCase() === defaultSecurity ? error : warning;
  return [
    make(
      field,
      'connect-to.host-unknown',
      `${quote(host)} is not among the host names of ${quote(owner)}, so its certificate does not cover it.`,
      `Add it to the host names of ${quote(owner)}, or choose one of ${hosts.slice(0, 3).join(', ')}.`,
    ),
  ];
}

function securityTowardsServer({ model, server }: Checked, { entry }: Connecting): string {
  if (entry.type === 'relay')
    return (
      entry.connectTo?.connectionSecurity ||
      server?.connectionSecurity ||
      model.connectionSecurity ||
      defaultSecurity
    );
  const own = entry.type === 'client' ? entry.connectionSecurity : null;
  return own || model.connectionSecurity || defaultSecurity;
}

/** Only towards relays does NVFlare look at the security in `connect_to`. */
function checkIgnoredSecurity(project: Checked, at: Connecting, connectTo: ConnectTo): Problem[] {
  const asked = connectTo.connectionSecurity;
  const used = securityTowardsServer(project, at);
  if (at.entry.type === 'relay' || !asked || asked.toLowerCase() === used.toLowerCase()) return [];
  return [
    warning(
      `${at.path}.connect_to.connection_security`,
      'connect-to.security-ignored',
      `Towards the server NVFlare ignores this and uses ${used}.`,
      at.entry.type === 'client'
        ? 'Set the connection security of the site itself.'
        : 'Set the connection security of the whole project.',
    ),
  ];
}

/** A client that speaks otherwise than the server listens, with no host of a proxy given. */
function checkDirectSecurity(project: Checked, at: Connecting): Problem[] {
  const { model, server } = project;
  if (at.entry.type !== 'client' || !server) return [];
  const offered = (server.connectionSecurity || model.connectionSecurity || defaultSecurity).toLowerCase();
  const used = securityTowardsServer(project, at).toLowerCase();
  const fits = used === offered || (used === 'mtls' && offered === 'tls');
  if (fits) return [];
  return [
    warning(
      `${at.path}.connection_security`,
      'security.mismatch',
      `${quote(at.entry.name)} connects with ${used}, but the server listens with ${offered}.`,
      'Give both the same, unless a proxy stands between them.',
    ),
  ];
}
