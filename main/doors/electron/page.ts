import path from 'node:path';
import { Readable } from 'node:stream';
import { protocol } from 'electron';
import type { Downloads } from '../../files/downloads';
import { readTicket, takeDownload } from '../page/download';
import { securityHeaders } from '../page/headers';
import { readStatic } from '../page/static-files';
import type { FileWatch } from './first-files';
import type { WindowLog } from './late-log';
import { isOwnPage } from './origins';

/** Makes `app://` a scheme like https: with an origin, secure, and able to fetch. Before `ready` only. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      // With `codeCache`, what Chromium has compiled for one start serves the next ones.
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Serves the built page, and what the app offers for download, at `app://fedwright`. */
export function servePage(parts: {
  root: string;
  log: WindowLog;
  downloads: Promise<Downloads>;
  onFile: FileWatch;
}): void {
  const folder = path.join(parts.root, 'out', 'renderer');
  protocol.handle('app', async (request) => {
    if (!isOwnPage(request.url) || request.method !== 'GET') return refuse(404);
    const { pathname } = new URL(request.url);
    const sent = parts.onFile(pathname);
    try {
      return (await sendDownload(parts.downloads, pathname)) ?? (await sendFile(folder, pathname));
    } catch (error) {
      parts.log.error(
        { err: error, pathname: pathname.slice(0, 40) },
        'a file could not be sent to the page',
      );
      return refuse(500);
    } finally {
      sent();
    }
  });
}

const refuse = (status: number): Response => new Response(null, { status, headers: securityHeaders() });

async function sendDownload(downloads: Promise<Downloads>, pathname: string): Promise<Response | null> {
  // The page itself is there before the app.
  if (readTicket(pathname) === null) return null;
  const found = await takeDownload(await downloads, pathname);
  if (!found) return null;
  const body = Readable.toWeb(found.download.stream) as ReadableStream;
  return new Response(body, { headers: { ...securityHeaders(), ...found.headers } });
}

async function sendFile(folder: string, pathname: string): Promise<Response> {
  const file = await readStatic(folder, pathname);
  if (!file) return refuse(404);
  return new Response(new Uint8Array(file.body), { headers: { ...securityHeaders(), ...file.headers } });
}
