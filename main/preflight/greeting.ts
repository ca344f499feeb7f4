import type { Endpoint } from './endpoint';

/**
 * What a server answered to the first words of its protocol. `fits`: that protocol. `other`: something else.
 * `tls`: it wants TLS and got none. `silent`: nothing, which is what a TCP server of NVFlare does.
 */
export interface Greeting {
  kind: 'fits' | 'other' | 'tls' | 'silent';
  /** The server's clock, milliseconds, where its protocol tells it. */
  date: number | null;
}

const http2Preface = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1'),
  // An empty SETTINGS frame.
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const enough = 16_384;

/** The first words for a server, and the ear for its answer. */
export function createGreeting({ scheme, host, port }: Pick<Endpoint, 'scheme' | 'host' | 'port'>) {
  let said = Buffer.alloc(0);
  const request = `GET / HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`;
  const words = { grpc: http2Preface, http: Buffer.from(request, 'latin1'), tcp: null }[scheme];
  return {
    words,
    /** @returns null until enough was said to tell. */
    hear(chunk: Buffer): Greeting | null {
      said = Buffer.concat([said, chunk]).subarray(0, enough);
      if (said.length < 5) return null;
      if (said[0] === 0x15 && said[1] === 3) return { kind: 'tls', date: null };
      if (scheme === 'http') return hearHttp(said);
      // Letters first: SSH, mail and the like. NVFlare's frames begin with their length.
      if (scheme === 'tcp')
        return { kind: /^[A-Z\d]{3}/.test(said.toString('latin1')) ? 'other' : 'fits', date: null };
      // Length in three bytes, then the kind of frame: a server begins with SETTINGS.
      return { kind: said[3] === 4 ? 'fits' : 'other', date: null };
    },
  };
}

function hearHttp(said: Buffer): Greeting | null {
  const text = said.toString('latin1');
  if (!text.startsWith('HTTP/1.')) return { kind: 'other', date: null };
  if (!text.includes('\r\n\r\n') && said.length < enough) return null;
  const [, date = ''] = /^date: *(.+)$/im.exec(text) ?? [];
  const at = Date.parse(date);
  return { kind: 'fits', date: Number.isNaN(at) ? null : at };
}
