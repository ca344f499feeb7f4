import { readFile } from 'node:fs/promises';
import path from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.map': 'application/json; charset=utf-8',
};

export interface StaticFile {
  body: Buffer;
  headers: Record<string, string>;
}

/**
 * Reads a file of the built page by the path of its URL. Null for what is not there, is no file, has a type
 * that no page has, or lies outside of `root` however it is written.
 */
export async function readStatic(root: string, pathname: string): Promise<StaticFile | null> {
  const file = resolveInside(root, pathname === '/' ? '/index.html' : pathname);
  const type = file && types[path.extname(file)];
  if (!file || !type) return null;
  try {
    const body = await readFile(file);
    return { body, headers: { 'content-type': type, 'cache-control': cacheRule(pathname) } };
  } catch {
    return null;
  }
}

/** The names of what is in assets/ change with their content; the page itself must be asked for each time. */
const cacheRule = (pathname: string): string =>
  pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store';

/** The file below `root` that a URL's path names, or null when it leads out. */
export function resolveInside(root: string, pathname: string): string | null {
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (name.includes('\0') || name.includes('\\')) return null;
  const file = path.resolve(root, `.${path.posix.normalize(`/${name}`)}`);
  return file.startsWith(path.resolve(root) + path.sep) ? file : null;
}
