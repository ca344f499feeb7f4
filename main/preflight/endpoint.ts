import { isIP } from 'node:net';
import type { KitSummary } from '../../preload/contract/kits';

export type Security = 'clear' | 'tls' | 'mtls';
export type Scheme = 'grpc' | 'http' | 'tcp';

/** Where a kit's server is, as the kit's own configuration says. */
export interface Endpoint {
  host: string;
  port: number;
  scheme: Scheme;
  security: Security;
  /** The name that the server's certificate must be made out to; null when the kit does not say. */
  identity: string | null;
}

type KitType = KitSummary['type'];

/** The file of a kit that says where its server is. */
export const configFile: Record<KitType, string> = {
  server: 'startup/fed_server.json',
  client: 'startup/fed_client.json',
  relay: 'startup/fed_relay.json',
  admin: 'startup/fed_admin.json',
};

/** A client below a relay has this besides, and connects to where it says. */
export const relayFile = 'local/relay__resources.json';

/**
 * Reads it out of the kit's own files, of NVFlare 2.7 to 2.9. `relay`: the text of `relayFile`, when it is there.
 * @returns null when they say nothing that can be read.
 */
export function readEndpoint(type: KitType, text: string, relay?: string): Endpoint | null {
  const config = parse(text);
  const found = findEndpoint(type, config, relay);
  return found && found.host !== '' && found.port >= 1 && found.port <= 65535 ? found : null;
}

function findEndpoint(type: KitType, config: Mapping, relay: string | undefined): Endpoint | null {
  if (type === 'admin') return ofAdmin(mapping(config['admin']));
  if (type === 'relay') return ofParent(mapping(config['connect_to']));
  if (relay !== undefined) return ofParent(mapping(parse(relay)['relay_config']));
  return ofServer(config);
}

function ofAdmin(admin: Mapping): Endpoint {
  return {
    ...{ host: word(admin['host']), port: Number(admin['port']), ...wayOf(admin) },
    identity: word(admin['server_identity']) || null,
  };
}

function ofParent(parent: Mapping): Endpoint | null {
  const target = splitTarget(word(parent['address']));
  return target && { ...target, ...wayOf(parent), identity: word(parent['identity']) || null };
}

function ofServer(config: Mapping): Endpoint | null {
  const [first] = Array.isArray(config['servers']) ? config['servers'] : [];
  const server = mapping(first);
  const service = mapping(server['service']);
  const target = splitTarget(word(service['target']));
  const security = mapping(config['client'])['connection_security'] ?? server['connection_security'];
  const way = wayOf({ scheme: service['scheme'], connection_security: security });
  return target && { ...target, ...way, identity: word(server['identity']) || null };
}

const wayOf = (from: Mapping): Pick<Endpoint, 'scheme' | 'security'> => ({
  scheme: schemeOf(from['scheme']),
  security: securityOf(from['connection_security']),
});

function splitTarget(target: string): { host: string; port: number } | null {
  const [, host = '', port = ''] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(target) ?? [];
  return host === '' ? null : { host, port: Number(port) };
}

const schemeOf = (value: unknown): Scheme => {
  const text = word(value).toLowerCase();
  if (text.includes('grpc')) return 'grpc';
  return text.includes('tcp') ? 'tcp' : 'http';
};

/** NVFlare's own default is mutual TLS. */
const securityOf = (value: unknown): Security => {
  const text = word(value).toLowerCase();
  return text === 'clear' || text === 'tls' ? text : 'mtls';
};

/** A name for SNI; IP addresses must not be sent as one. */
export const sniOf = (host: string): string | undefined => (isIP(host) === 0 ? host : undefined);

type Mapping = Record<string, unknown>;

const mapping = (value: unknown): Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};

const word = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function parse(text: string): Mapping {
  try {
    return mapping(JSON.parse(text));
  } catch {
    return {};
  }
}
