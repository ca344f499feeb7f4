import { writeFileSync } from 'node:fs';
import path from 'node:path';

const builders = `builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
    args: { config_folder: config, scheme: grpc }
  - path: nvflare.lighter.impl.cert.CertBuilder
  - path: nvflare.lighter.impl.signature.SignatureBuilder
`;

const server = 'server.example.org';

function writeProject(folder: string, name: string, participants: string[]): string {
  const file = path.join(folder, `${name}.yml`);
  const text = [
    'api_version: 3',
    `name: ${name}`,
    'participants:',
    ...participants.map((one) => `  - ${one}`),
    builders,
  ];
  writeFileSync(file, text.join('\n'));
  return file;
}

const serverLine = `{ name: ${server}, type: server, org: example, fed_learn_port: 8002, host_names: [localhost] }`;
const adminLine = '{ name: admin@example.org, type: admin, org: example, role: project_admin }';
const clientLine = (name: string) => `{ name: ${JSON.stringify(name)}, type: client, org: example }`;

/** A project file with a server, these clients and an admin. */
export const writeTwoHospitals = (folder: string, clients = ['hospital-1', 'hospital-2']): string =>
  writeProject(folder, 'two_hospitals', [serverLine, ...clients.map(clientLine), adminLine]);

/** One that takes a few seconds to provision, about 30 ms a site. */
export const writeManySites = (folder: string, count: number): string =>
  writeProject(folder, 'many_sites', [
    serverLine,
    ...Array.from({ length: count }, (_, at) => clientLine(`site-${at + 1}`)),
    adminLine,
  ]);
