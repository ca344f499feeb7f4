/**
 * The Host header, when it names this machine's loopback; otherwise null. Any port will do: an SSH tunnel
 * changes it. A page elsewhere that points its own name at 127.0.0.1 (DNS rebinding) is stopped here.
 */
export function loopbackHost(header: string | undefined): string | null {
  const match = /^(127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i.exec(header ?? '');
  return match ? match[0].toLowerCase() : null;
}

/** Whether a request comes from a page of this very host, port included. Cookies do not tell: they ignore ports. */
export function isSameOrigin(origin: string | undefined, host: string): boolean {
  if (!origin) return false;
  try {
    const url = new URL(origin);
    return (
      /^https?:$/.test(url.protocol) && withPort(url.host, url.protocol) === withPort(host, url.protocol)
    );
  } catch {
    return false;
  }
}

/** URL leaves the usual port out, a Host header may have it in. */
const withPort = (host: string, protocol: string): string =>
  /:\d+$/.test(host) ? host : `${host}:${protocol === 'https:' ? 443 : 80}`;
