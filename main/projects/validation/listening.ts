import type { Problem } from '../../../preload/contract/meta';
import type { ListeningHost } from '../../../preload/contract/project-model';
import { error, quote, warning } from '../problem';
import { isDirect, isEmpty } from './connections';
import type { Checked, Rule } from './context';
import { checkPort, portNumber } from './port';
import { checkScheme } from './scheme';
import { checkSecurity } from './security';
import { checkHosts } from './server';

/** What relays need to be reached and to reach the server, and the listeners of clients. */
export const listeningRules: Rule = (project) => [
  ...project.relays.flatMap((at) => [...checkRelayListener(at), ...checkRelaySecurity(project, at)]),
  ...project.clients.flatMap(({ entry, path }) =>
    entry.listeningHost ? checkListener(`${path}.listening_host`, entry.listeningHost) : [],
  ),
];

const checkListener = (path: string, listening: ListeningHost): Problem[] => [
  ...checkHosts(path, listening.hostNames, listening.defaultHost),
  ...checkPort(`${path}.port`, listening.port),
  ...checkScheme(`${path}.scheme`, listening.scheme),
  ...checkSecurity(`${path}.connection_security`, listening.connectionSecurity),
];

function checkRelayListener({ entry, path }: Checked['relays'][number]): Problem[] {
  const field = `${path}.listening_host`;
  const { listeningHost } = entry;
  if (!listeningHost)
    return [
      error(
        field,
        'listening.missing',
        `The relay ${quote(entry.name)} does not say where it listens.`,
        'Give it a default host and a port, at which the sites below it reach it.',
      ),
    ];
  return [...checkListener(field, listeningHost), ...checkReachable(field, entry.name, listeningHost)];
}

function checkReachable(field: string, name: string, listening: ListeningHost): Problem[] {
  const problems: Problem[] = [];
  const given = listening.port !== null && String(listening.port).trim() !== '';
  if (!given && portNumber(listening.port) === null)
    problems.push(
      error(
        `${field}.port`,
        'listening.port',
        `The relay ${quote(name)} has no port, so nobody could connect to it.`,
        'Give the port that it listens at, such as 8102.',
      ),
    );
  if (!listening.defaultHost)
    problems.push(
      warning(
        `${field}.default_host`,
        'listening.localhost',
        `The relay ${quote(name)} has no default host. NVFlare takes localhost, which only its own machine reaches.`,
        'Give the host name by which the sites below it reach it.',
      ),
    );
  if (!listening.connectionSecurity)
    problems.push(
      warning(
        `${field}.connection_security`,
        'listening.clear',
        `The relay ${quote(name)} does not say how it listens. NVFlare takes clear, which is not encrypted.`,
        'Set it to mtls.',
      ),
    );
  return problems;
}

/** NVFlare writes "None" as the security towards the server when neither of these three says one. */
function checkRelaySecurity(project: Checked, { entry, path }: Checked['relays'][number]): Problem[] {
  const { connectTo } = entry;
  const direct = !connectTo || isEmpty(connectTo) || isDirect(project, connectTo);
  const said =
    connectTo?.connectionSecurity || project.server?.connectionSecurity || project.model.connectionSecurity;
  if (direct && !said)
    return [
      error(
        `${path}.connect_to.connection_security`,
        'relay.security',
        `Nothing says how the relay ${quote(entry.name)} connects to the server, and NVFlare takes no default there.`,
        'Set it to mtls here, or set the connection security of the whole project.',
      ),
    ];
  if (!entry.connectionSecurity || entry.connectionSecurity === said) return [];
  return [
    warning(
      `${path}.connection_security`,
      'relay.security-ignored',
      'NVFlare does not look at the connection security of a relay itself.',
      'Set it where the relay connects and where it listens.',
    ),
  ];
}
