import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { App } from '../../app';
import { readTicket, takeDownload } from '../page/download';
import { securityHeaders } from '../page/headers';
import { readStatic } from '../page/static-files';
import { isSameOrigin, loopbackHost } from './origin';
import type { Pairing } from './pairing';

export interface WebHost {
  app: Pick<App, 'downloads' | 'log'>;
  pairing: Pairing;
  /** The folder of the built page. */
  pages: string;
}

interface Request {
  message: IncomingMessage;
  response: ServerResponse;
  host: string;
  pathname: string;
  web: WebHost;
}

const pairSchema = z.object({ token: z.string().min(1).max(200) });
const bodyLimit = 2048;

/** Answers plain HTTP: the page's files, pairing, downloads. Everything else goes over the WebSocket. */
export function answerRequests(web: WebHost): RequestListener {
  return (message, response) => {
    const host = loopbackHost(message.headers.host);
    if (!host)
      return refuse(response, 421, 'Fedwright answers on this machine only. Use 127.0.0.1 or an SSH tunnel.');
    for (const [name, value] of Object.entries(securityHeaders([`ws://${host}`])))
      response.setHeader(name, value);
    const pathname = (message.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
    route({ message, response, host, pathname, web }).catch((error: unknown) => {
      web.app.log.error({ err: error, method: message.method }, 'a request failed');
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'Something went wrong inside Fedwright. See its app log.');
    });
  };
}

async function route(request: Request): Promise<void> {
  const { message, response, pathname } = request;
  if (pathname === '/pair')
    return message.method === 'POST' ? pair(request) : refuse(response, 405, 'POST only.');
  if (message.method !== 'GET' && message.method !== 'HEAD') return refuse(response, 405, 'GET only.');
  if (pathname === '/session') return describeSession(request);
  if (pathname.startsWith('/download/')) return sendDownload(request);
  return sendFile(request);
}

async function pair({ message, response, host, web }: Request): Promise<void> {
  if (!isSameOrigin(message.headers.origin, host))
    return refuse(response, 403, 'Pairing starts on the page itself.');
  const body = pairSchema.safeParse(parseJson(await readBody(message)));
  if (!body.success) return refuse(response, 400, 'A token is needed.');
  const redeemed = web.pairing.redeem(body.data.token);
  if (!redeemed.ok) {
    web.app.log.warn({ status: redeemed.status }, 'refused to pair a browser');
    return refuse(
      response,
      redeemed.status,
      'This link is used up or too old. Ask for a new one where Fedwright runs.',
    );
  }
  web.app.log.info('a browser was paired');
  response.setHeader('set-cookie', redeemed.cookie);
  sendJson(response, { paired: true });
}

function describeSession({ message, response, web }: Request): void {
  sendJson(response, { paired: web.pairing.isPaired(message.headers.cookie) });
}

async function sendDownload({ message, response, pathname, web }: Request): Promise<void> {
  if (!web.pairing.isPaired(message.headers.cookie))
    return refuse(response, 401, 'This browser is not paired.');
  // A HEAD must not use a link up.
  if (readTicket(pathname) === null || message.method !== 'GET')
    return refuse(response, 404, 'Nothing is here.');
  const found = await takeDownload(web.app.downloads, pathname);
  if (!found) return refuse(response, 404, 'This link is used up or too old.');
  response.writeHead(200, found.headers);
  // A reader that goes away in the middle is no failure of ours; `pipeline` closes the source for it.
  await pipeline(found.download.stream, response).catch((error: unknown) =>
    web.app.log.debug({ err: error }, 'a download ended early'),
  );
}

async function sendFile({ message, response, pathname, web }: Request): Promise<void> {
  const file = await readStatic(web.pages, pathname);
  if (!file) return refuse(response, 404, 'Nothing is here.');
  response.writeHead(200, { ...file.headers, 'content-length': String(file.body.length) });
  response.end(message.method === 'HEAD' ? undefined : file.body);
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${words}\n`);
}

/** At most two kilobytes; more is read as nothing. */
async function readBody(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of message) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length <= bodyLimit) parts.push(bytes);
  }
  return length > bodyLimit ? '' : Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
