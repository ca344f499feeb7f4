import { describe, expect, it } from 'vitest';
import { createPairing } from './pairing';

const minute = 60_000;

function atTime(start = 0) {
  const clock = { now: start };
  return { clock, pairing: createPairing(() => clock.now) };
}

const valueOf = (header: string): string => header.split(';')[0] ?? '';

describe('pairing', () => {
  it('opens one browser with one link', () => {
    const { pairing } = atTime();
    const token = pairing.issue();
    const first = pairing.redeem(token);
    expect(first.ok).toBe(true);
    if (!first.ok) return;
    expect(first.cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(pairing.isPaired(`theme=dark; ${valueOf(first.cookie)}`)).toBe(true);
    expect(pairing.redeem(token)).toEqual({ ok: false, status: 403 });
  });

  it('refuses what was never given out, a link that is ten minutes old, and one that was replaced', () => {
    const { clock, pairing } = atTime();
    expect(pairing.redeem('guess')).toEqual({ ok: false, status: 403 });
    const old = pairing.issue();
    clock.now += 10 * minute + 1;
    expect(pairing.redeem(old)).toEqual({ ok: false, status: 403 });
    const replaced = pairing.issue();
    const current = pairing.issue();
    expect(pairing.redeem(replaced)).toEqual({ ok: false, status: 403 });
    expect(pairing.redeem(current).ok).toBe(true);
  });

  it('slows down guessing', () => {
    const { clock, pairing } = atTime();
    for (let attempt = 0; attempt < 20; attempt += 1) pairing.redeem('guess');
    const token = pairing.issue();
    expect(pairing.redeem(token)).toEqual({ ok: false, status: 429 });
    clock.now += minute;
    expect(pairing.redeem(token).ok).toBe(true);
  });

  it('knows only its own sessions', () => {
    const one = createPairing();
    const other = createPairing();
    const redeemed = one.redeem(one.issue());
    if (!redeemed.ok) throw new Error('not paired');
    expect(one.cookieName).not.toBe(other.cookieName);
    expect(other.isPaired(valueOf(redeemed.cookie))).toBe(false);
    expect(one.isPaired(undefined)).toBe(false);
    expect(one.isPaired(`${one.cookieName}=`)).toBe(false);
  });
});
