import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const tokenMs = 10 * 60_000;
const attemptsPerMinute = 20;

export type Redeemed = { ok: true; cookie: string } | { ok: false; status: 403 | 429 };

export type Pairing = ReturnType<typeof createPairing>;

/**
 * Who may use the browser host: a browser that was given a one-time link. Tokens and sessions are 256 random
 * bits, kept as hashes, in memory only: ending the host ends every session.
 */
export function createPairing(now: () => number = Date.now) {
  // Cookies ignore ports, so each host that runs on this machine needs a name of its own.
  const cookieName = `fedwright-${randomBytes(6).toString('hex')}`;
  const sessions = new Set<string>();
  let token: { hash: Buffer; until: number } | null = null;
  let attempts: number[] = [];

  return {
    cookieName,
    /** A new token; the one before is void. It holds for ten minutes and one use. */
    issue(): string {
      const value = secret();
      token = { hash: hash(value), until: now() + tokenMs };
      return value;
    },
    /** Trades a token for the value of a Set-Cookie header. */
    redeem(given: string): Redeemed {
      attempts = attempts.filter((at) => now() - at < 60_000);
      if (attempts.length >= attemptsPerMinute) return { ok: false, status: 429 };
      attempts.push(now());
      if (!token || token.until < now() || !timingSafeEqual(token.hash, hash(given)))
        return { ok: false, status: 403 };
      token = null;
      const session = secret();
      sessions.add(hash(session).toString('hex'));
      return { ok: true, cookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict` };
    },
    /** Whether a Cookie header carries a session of this host. */
    isPaired(header: string | undefined): boolean {
      const value = readCookie(header, cookieName);
      return value !== null && sessions.has(hash(value).toString('hex'));
    },
  };
}

const secret = (): string => randomBytes(32).toString('base64url');
const hash = (value: string): Buffer => createHash('sha256').update(value).digest();

function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}
