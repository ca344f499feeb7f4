import path from 'node:path';
import { Readable } from 'node:stream';
import { protocol } from 'electron';
import type { App } from '../../app';
import { takeDownload } from '../page/download';
import { securityHeaders } from '../page/headers';
import { readStatic } from '../page/static-files';
import { isOwnPage } from './origins';

/** Makes `app://` a scheme like https: with an origin, secure, and able to fetch. Before `ready` only. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the built page, and what the app offers for download, at `app://fedwright`. */
export function servePage(app: App, root: string): void {
  const folder = path.join(root, 'out', 'renderer');
  protocol.handle('app', async (request) => {
    if (!isOwnPage(request.url) || request.method !== 'GET') return refuse(404);
    const { pathname } = new URL(request.url);
    try {
      return (await sendDownload(app, pathname)) ?? (await sendFile(folder, pathname));
    } catch (error) {
      app.log.error({ err: error, pathname: pathname.slice(0, 40) }, 'a file could not be sent to the page');
      return refuse(500);
    }
  });
}

const refuse = (status: number): Response => new Response(null, { status, headers: securityHeaders() });

async function sendDownload(app: App, pathname: string): Promise<Response | null> {
  const found = await takeDownload(app.downloads, pathname);
  if (!found) return null;
  const body = Readable.toWeb(found.download.stream) as ReadableStream;
  return new Response(body, { headers: { ...securityHeaders(), ...found.headers } });
}

async function sendFile(folder: string, pathname: string): Promise<Response> {
  const file = await readStatic(folder, pathname);
  if (!file) return refuse(404);
  return new Response(new Uint8Array(file.body), { headers: { ...securityHeaders(), ...file.headers } });
}
