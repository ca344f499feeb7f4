import { type Child, startChild } from './child';
import type { CertificateFiles } from './certificates';

/** OpenSSL's own server on every address of this machine, with a certificate; it says nothing of its own accord. */
export async function startTlsServer(
  port: number,
  { cert, key }: CertificateFiles,
  args: string[] = [],
): Promise<Child> {
  const own = ['-accept', String(port), '-cert', cert, '-key', key, '-alpn', 'h2', ...args];
  // It ends with what it is given to send.
  const server = startChild('openssl', ['s_server', '-4', ...own], { stdio: 'pipe' });
  await server.seen(/^ACCEPT/m);
  return server;
}
