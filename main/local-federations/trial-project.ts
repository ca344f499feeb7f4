import { stringify } from 'yaml';
import type { FileParticipant, ProjectFile } from '../provisioning/project-file';

interface Ports {
  /** For participants and, from 2.8 on, admins. */
  server: number;
  /** Of each relay, by its name. */
  relays: ReadonlyMap<string, number>;
}

/**
 * The project file of a trial: the participants of a project, all of them on this machine, with the scheme and the
 * security of the project. Nothing of it that only matters elsewhere: no Docker, no code from outside NVFlare.
 * @param wanted the sites and relays to take; the server and the admins always come
 */
export function trialProject(project: ProjectFile, wanted: ReadonlySet<string>, ports: Ports): string {
  const { api_version, connection_security, allow_log_streaming } = project.fields;
  const participants = project.participants.flatMap((one): object[] => {
    if (one.type === 'server') return [serverHere(one, ports.server)];
    if (one.type === 'admin') return [{ name: one.name, type: one.type, org: one.org, role: one.role }];
    return wanted.has(one.name) ? [siteHere(one, ports.relays)] : [];
  });
  return stringify({
    api_version: api_version === 4 ? 4 : 3,
    name: project.name,
    description: 'A trial on one machine',
    ...(connection_security === undefined ? {} : { connection_security }),
    ...(allow_log_streaming === undefined ? {} : { allow_log_streaming }),
    participants,
    builders: [
      { path: 'nvflare.lighter.impl.workspace.WorkspaceBuilder' },
      {
        path: 'nvflare.lighter.impl.static_file.StaticFileBuilder',
        args: { config_folder: 'config', scheme: schemeOf(project.fields['builders']) },
      },
      { path: 'nvflare.lighter.impl.cert.CertBuilder' },
      { path: 'nvflare.lighter.impl.signature.SignatureBuilder' },
    ],
  });
}

function serverHere({ name, type, org, fields }: FileParticipant, port: number) {
  const security = fields['connection_security'];
  return {
    ...{ name, type, org, fed_learn_port: port, admin_port: port },
    ...{ default_host: 'localhost', host_names: ['127.0.0.1'] },
    ...(security === undefined ? {} : { connection_security: security }),
  };
}

function siteHere({ name, type, org, fields }: FileParticipant, relays: ReadonlyMap<string, number>) {
  const { connection_security, capacity, connect_to, listening_host } = fields;
  const parent = nameOf(connect_to);
  const port = relays.get(name);
  const listening = {
    ...mapping(listening_host),
    default_host: 'localhost',
    host_names: ['127.0.0.1'],
    port,
  };
  return {
    ...{ name, type, org },
    ...(connection_security === undefined ? {} : { connection_security }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(parent !== null && relays.has(parent) ? { connect_to: { name: parent } } : {}),
    ...(port === undefined ? {} : { listening_host: listening }),
  };
}

/** The parent that `connect_to` names. As a text it is a host. */
const nameOf = (connectTo: unknown): string | null => {
  const name = mapping(connectTo)['name'];
  return typeof name === 'string' ? name : null;
};

function schemeOf(builders: unknown): string {
  const list = Array.isArray(builders) ? builders.map(mapping) : [];
  const found = list.find(({ path }) => typeof path === 'string' && path.endsWith('StaticFileBuilder'));
  const scheme = mapping(found?.['args'])['scheme'];
  return scheme === 'grpc' || scheme === 'tcp' ? scheme : 'http';
}

const mapping = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
