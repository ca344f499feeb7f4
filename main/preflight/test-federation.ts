import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Child } from '../../e2e/servers/child';
import { ownStorage, startKit } from '../../e2e/servers/federation';
import { copyKits } from '../kits/kit-copy';
import { type House, python } from '../provisioning/test-house';

export interface TrialOptions {
  name?: string;
  port: number;
  host?: string;
  scheme?: 'grpc' | 'http' | 'tcp';
  security?: 'clear' | 'tls' | 'mtls';
  /** Further participants, one YAML flow mapping each. */
  more?: string[];
}

/** A project whose server is this machine. */
export const trialText = ({
  name = 'trial',
  port,
  host = 'localhost',
  scheme = 'grpc',
  security,
  more = [],
}: TrialOptions) =>
  `api_version: 3
name: ${name}
description: a federation for tests
${security ? `connection_security: ${security}\n` : ''}participants:
  - {name: server, type: server, org: alpha, fed_learn_port: ${port}, default_host: ${host}, host_names: [127.0.0.1]}
  - {name: site-1, type: client, org: alpha}
${more.map((line) => `  - ${line}\n`).join('')}  - {name: admin@example.org, type: admin, org: alpha, role: project_admin}
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
  - {path: nvflare.lighter.impl.static_file.StaticFileBuilder, args: {config_folder: config, scheme: ${scheme}}}
  - path: nvflare.lighter.impl.cert.CertBuilder
  - path: nvflare.lighter.impl.signature.SignatureBuilder
`;

/** Provisions it. @returns its project and the ids of its kits by participant */
export async function provisionTrial(house: House, options: TrialOptions) {
  const projectId = house.addProject(trialText(options));
  const { runId, task } = await house.provision(projectId);
  if (task.state !== 'succeeded') throw new Error(JSON.stringify(task.error));
  const kits = house.kits.list({ runId, projectId: null, all: false });
  const kit = (participant: string): string => kits.find((one) => one.participant === participant)?.id ?? '';
  const folder = (participant: string) => path.join(house.layout.run(projectId, runId).kits, participant);
  const state = house.layout.run(projectId, runId).state;
  return { projectId, runId, kit, folder, state };
}

export type Trial = Awaited<ReturnType<typeof provisionTrial>>;

/** Starts the real server from a copy of its kit, and waits until it serves. */
export async function startServer(
  house: House,
  trial: Trial,
  work: string,
  change?: (kit: string) => void,
): Promise<Child> {
  const { files } = house.kits.open(trial.kit('server'));
  const [kit = ''] = await copyKits(work, [{ participant: 'server', files }]);
  ownStorage(kit);
  change?.(kit);
  const PATH = [path.dirname(python ?? ''), process.env['PATH']].join(path.delimiter);
  const server = startKit(kit, { ...process.env, PATH });
  try {
    await server.seen(/Server started/, 60_000);
  } catch (error) {
    await server.end('SIGKILL');
    throw error;
  }
  return server;
}

/** Replaces a certificate by one of the same key, CA and names, issued for 30 days at the beginning of 2024. */
export function letExpire(
  trial: Trial,
  kitFolder: string,
  name: 'client' | 'server',
  commonName: string,
): void {
  const state = JSON.parse(readFileSync(path.join(trial.state, 'cert.json'), 'utf8')) as Record<
    string,
    string
  >;
  const file = (end: string) => path.join(kitFolder, 'startup', `${name}.${end}`);
  const scratch = (end: string) => path.join(kitFolder, `scratch.${end}`);
  copyFileSync(path.join(kitFolder, 'startup', 'rootCA.pem'), scratch('ca'));
  writeFileSync(scratch('cakey'), state['root_pri_key'] ?? '', { mode: 0o600 });
  writeFileSync(scratch('ext'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  run('openssl', [
    'req',
    '-new',
    '-key',
    file('key'),
    '-subj',
    `/CN=${commonName}/O=alpha`,
    '-out',
    scratch('csr'),
  ]);
  run('faketime', [
    ...['2024-01-01 00:00:00', 'openssl', 'x509', '-req', '-days', '30', '-in', scratch('csr')],
    ...['-CA', scratch('ca'), '-CAkey', scratch('cakey'), '-extfile', scratch('ext'), '-out', file('crt')],
  ]);
  run('sh', ['-c', 'rm -f "$1"/scratch.*', 'sh', kitFolder]);
}

function run(program: string, args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}
