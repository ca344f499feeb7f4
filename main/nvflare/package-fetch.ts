import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { AppError } from '../errors';
import type { LockedPackage } from './lock';
import type { PackageIndex } from './package-index';

interface Source {
  address: URL;
  authorization: string | null;
}

/**
 * Fetches a file of a package whose sum is in the lock, straight from the package index: for the one thing that
 * is needed before there is a Python. Goes through no proxy.
 * @throws AppError UNAVAILABLE when the index cannot be reached, lacks the file, or sends another one.
 */
export async function fetchPackage(options: {
  locked: LockedPackage;
  /** Chooses among the names of the files. */
  accepts: (fileName: string) => boolean;
  index: PackageIndex;
  env: NodeJS.ProcessEnv;
  file: string;
  signal: AbortSignal;
}): Promise<void> {
  const { locked, index, signal } = options;
  const source = sourceOf(index, options.env);
  const page = new URL(`${locked.name}/`, `${source.address.href.replace(/\/$/, '')}/`);
  const links = readLinks(await (await get(page, source, options)).text(), page);
  const link = links.find(
    ({ fileName }) => fileName.includes(`-${locked.version}-`) && options.accepts(fileName),
  );
  if (!link) throw refusal(`${index.name} lacks ${locked.name} ${locked.version} for this computer.`);
  const bytes = Buffer.from(await (await get(link.url, source, options)).arrayBuffer());
  signal.throwIfAborted();
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (!locked.hashes.has(sum))
    throw refusal(`${link.fileName} from ${index.name} is not the file it should be.`);
  await writeFile(options.file, bytes, { mode: 0o600 });
}

function sourceOf(index: PackageIndex, env: NodeJS.ProcessEnv): Source {
  const named = index.env['PIP_INDEX_URL'] ?? env['PIP_INDEX_URL'];
  // Only pip knows where it looks by itself, and there is no Python yet that it could be asked through.
  if (named === undefined)
    throw new AppError('UNAVAILABLE', 'There is no Python here, and nothing to fetch one with.', {
      hint: 'Install Python 3.10 or newer, or uv, then try again. Or name a package index in Settings: Fedwright then fetches uv from it. Or install from a folder that was prepared on another machine.',
    });
  const address = new URL(named);
  const { username, password } = address;
  address.username = '';
  address.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    address,
    authorization: username === '' ? null : `Basic ${Buffer.from(pair).toString('base64')}`,
  };
}

/** The links of a page of a simple index (PEP 503). */
export function readLinks(html: string, page: URL): { fileName: string; url: URL }[] {
  return [...html.matchAll(/<a\s[^>]*?href\s*=\s*["']([^"'#]+)/gi)].map(([, href = '']) => {
    const url = new URL(href.replaceAll('&amp;', '&'), page);
    return { fileName: decodeURIComponent(url.pathname.split('/').at(-1) ?? ''), url };
  });
}

async function get(
  url: URL,
  source: Source,
  { index, signal }: { index: PackageIndex; signal: AbortSignal },
): Promise<Response> {
  // The password is for the index; files may lie on another host.
  const own = source.authorization !== null && url.origin === source.address.origin;
  const headers: Record<string, string> = own ? { authorization: source.authorization ?? '' } : {};
  headers['accept'] = 'text/html, */*;q=0.1';
  const response = await fetch(url, { headers, signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw refusal(`${index.name} could not be reached.`, index.conceal(cause));
  });
  if (response.ok) return response;
  throw refusal(`${index.name} answered ${response.status} ${response.statusText}.`);
}

const refusal = (message: string, details?: string): AppError =>
  new AppError('UNAVAILABLE', message, {
    hint: 'Check the network connection and the package index in Settings. Without internet, install from a folder that was prepared on another machine.',
    details,
  });
