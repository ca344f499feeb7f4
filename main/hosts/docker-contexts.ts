import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors';
import type { HostDraft } from './import-plan';

/** Of `meta.json`, as the docker command writes it. */
const metaSchema = z.object({
  Name: z.string().min(1),
  Metadata: z.object({ Description: z.string().optional() }).optional(),
  Endpoints: z.object({
    docker: z.object({ Host: z.string(), SkipTLSVerify: z.boolean().optional() }).optional(),
  }),
});

/** Where the docker command of this person keeps its contexts. */
export const dockerFolder = (env: NodeJS.ProcessEnv, home: string): string =>
  env['DOCKER_CONFIG'] || path.join(home, '.docker');

/**
 * The contexts of a folder such as `~/.docker`.
 * @throws AppError NOT_FOUND when it has none.
 */
export function readDockerContexts(
  folder: string,
  username: string,
): { drafts: HostDraft[]; remarks: string[] } {
  const metaFolder = path.join(folder, 'contexts', 'meta');
  if (!existsSync(metaFolder))
    throw new AppError('NOT_FOUND', `There are no Docker contexts in ${folder}.`, {
      hint: 'Choose the folder that has `contexts` in it. `docker context ls` lists what there is.',
    });
  const drafts: HostDraft[] = [];
  const remarks: string[] = [];
  for (const entry of readdirSync(metaFolder).toSorted()) {
    const file = path.join(metaFolder, entry, 'meta.json');
    const meta = readMeta(file);
    if (meta) drafts.push(draftOf(meta, tlsFiles(folder, meta.Name), username));
    else if (existsSync(file)) remarks.push(`${file} is no context, and is left out.`);
  }
  return { drafts: drafts.toSorted((a, b) => a.name.localeCompare(b.name)), remarks };
}

function readMeta(file: string): z.infer<typeof metaSchema> | null {
  try {
    return metaSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

type TlsFiles = NonNullable<HostDraft['tls']>;

/** The folder of a context goes by the SHA-256 of its name. */
function tlsFiles(folder: string, name: string): TlsFiles {
  const id = createHash('sha256').update(name).digest('hex');
  const at = (file: string) => {
    const full = path.join(folder, 'contexts', 'tls', id, 'docker', file);
    return existsSync(full) ? full : null;
  };
  return { ca: at('ca.pem'), cert: at('cert.pem'), key: at('key.pem') };
}

function draftOf(
  { Name, Metadata, Endpoints }: z.infer<typeof metaSchema>,
  tls: TlsFiles,
  username: string,
): HostDraft {
  const blank: HostDraft = {
    ...{ name: Name, kind: 'local', address: '', port: 22, username: '', auth: 'agent', keyFile: null },
    ...{ through: null, remarks: [], refused: null, notes: (Metadata?.Description ?? '').slice(0, 4000) },
  };
  const { Host: host = '', SkipTLSVerify: unverified = false } = Endpoints.docker ?? {};
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/.exec(host) ?? [];
  if (scheme === 'unix' || scheme === 'npipe') return { ...blank, dockerSocket: rest };
  const url = URL.canParse(host) ? new URL(host) : null;
  const refuse = (refused: string): HostDraft => ({
    ...blank,
    ...{ kind: 'docker-tls', address: rest, port: 2376, refused },
  });
  if (!url?.hostname)
    return refuse(host === '' ? 'It names no engine.' : 'The address of its engine is not understood.');
  const address = url.hostname.replace(/^\[|\]$/g, '');
  if (scheme === 'ssh') {
    const ssh = { kind: 'ssh' as const, address, port: Number(url.port || 22) };
    const socket = url.pathname.length > 1 ? { dockerSocket: url.pathname } : {};
    return { ...blank, ...ssh, ...socket, username: decodeURIComponent(url.username) || username };
  }
  if (scheme !== 'tcp')
    return refuse(`Its engine is reached by "${scheme}", which Fedwright does not speak.`);
  if (unverified) return refuse('It skips the verification of the certificate of its engine.');
  if (tls.ca === null && tls.cert === null)
    return refuse('Its engine is reached without TLS: everybody on the network could use it.');
  return { ...blank, kind: 'docker-tls', address, port: Number(url.port || 2376), tls };
}
