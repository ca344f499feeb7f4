import { randomUUID } from 'node:crypto';
import type { Redactor } from '../logs/redact';
import type { Secrets } from '../platform/ports';

export type TlsKeys = ReturnType<typeof createTlsKeys>;

/** The keychain of Windows takes 2560 bytes at most (`CRED_MAX_CREDENTIAL_BLOB_SIZE`); an RSA key has more. */
const pieceLength = 1200;

/** Private keys of TLS in the keychain, each under an account of its own, in pieces that every keychain takes. */
export function createTlsKeys(secrets: Secrets, redactor: Redactor) {
  const account = (ref: string, piece: number) => `host-tls-key:${ref}:${piece}`;

  async function remove(ref: string): Promise<void> {
    const pieces = Number((await secrets.get(account(ref, 0)))?.split(' ', 1)[0] ?? 1);
    // The first one last: it knows of the others.
    for (let at = pieces - 1; at >= 0; at -= 1) await secrets.remove(account(ref, at));
  }

  return {
    remove,
    /** Keeps a key and gives the reference to it. @throws AppError UNAVAILABLE when the keychain is locked. */
    async keep(pem: string): Promise<string> {
      redactor.register(pem);
      const ref = randomUUID();
      const pieces = Math.ceil(pem.length / pieceLength);
      try {
        for (let at = 0; at < pieces; at += 1) {
          const text = pem.slice(at * pieceLength, (at + 1) * pieceLength);
          await secrets.set(account(ref, at), at === 0 ? `${pieces} ${text}` : text);
        }
      } catch (error) {
        await remove(ref).catch(() => undefined);
        throw error;
      }
      return ref;
    },
    /** Null when the keychain has lost it. @throws AppError UNAVAILABLE when the keychain is locked. */
    async get(ref: string): Promise<string | null> {
      const first = await secrets.get(account(ref, 0));
      const [, count, text] = /^(\d+) ([\s\S]*)$/.exec(first ?? '') ?? [];
      if (count === undefined || text === undefined) return null;
      let pem = text;
      for (let at = 1; at < Number(count); at += 1) {
        const piece = await secrets.get(account(ref, at));
        if (piece === null) return null;
        pem += piece;
      }
      redactor.register(pem);
      return pem;
    },
  };
}
