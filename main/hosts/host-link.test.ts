import { EventEmitter } from 'node:events';
import type { Client } from 'ssh2';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../errors';
import { HostLink } from './host-link';

/** A connection that can be cut; the real one has its own tests on a real sshd. What counts here is time. */
class Line extends EventEmitter {
  ended = false;

  end(): void {
    this.ended = true;
    this.emit('close');
  }
}

const refusal = (reason: string) => new AppError('UNAVAILABLE', 'No.', { hint: '', reason });

describe('the one connection of a host', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function linkWith(open: (attempt: number) => Promise<Line>) {
    const lines: Line[] = [];
    const attempts: number[] = [];
    const link = new HostLink({
      onChange: () => undefined,
      open: async () => {
        attempts.push(Date.now());
        const line = await open(attempts.length);
        lines.push(line);
        return line as unknown as Client;
      },
    });
    return { link, lines, attempts };
  }

  test('is closed a minute after nothing uses it, and not while something does', async () => {
    const { link, lines } = linkWith(async () => new Line());
    const release = link.hold();
    await link.client();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(link.view).toMatchObject({ state: 'open', uses: 1 });
    release();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(link.view.state).toBe('open');
    const again = link.hold();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(link.view.state).toBe('open');
    again();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(link.view.state).toBe('closed');
    expect(lines.map(({ ended }) => ended)).toEqual([true]);
  });

  test('is tried again with growing pauses, and a new loss begins with a short one', async () => {
    const { link, lines, attempts } = linkWith(async (attempt) => {
      if (attempt === 1 || attempt === 5) return new Line();
      throw refusal('unreachable');
    });
    link.hold();
    await link.client();
    lines[0]?.emit('close');
    expect(link.view).toMatchObject({ state: 'waiting', nextAttemptAt: Date.now() + 1000 });
    await vi.advanceTimersByTimeAsync(15_000);
    const pauses = attempts.slice(1).map((at, index) => at - (attempts[index] ?? at));
    expect(pauses).toEqual([1000, 2000, 4000, 8000]);
    expect(link.view.state).toBe('open');
    lines[1]?.emit('close');
    expect(link.view.nextAttemptAt).toBe(Date.now() + 1000);
  });

  test.each(['login-refused', 'prompt-cancelled', 'host-key-changed'])(
    'is not tried again after %s, which only a person can mend',
    async (reason) => {
      const { link, lines, attempts } = linkWith(async (attempt) => {
        if (attempt === 1) return new Line();
        throw refusal(reason);
      });
      link.hold();
      await link.client();
      lines[0]?.emit('close');
      await vi.advanceTimersByTimeAsync(600_000);
      expect(attempts).toHaveLength(2);
      expect(link.view).toMatchObject({ state: 'failed', error: { reason } });
    },
  );

  test('a wait for it can be given up, and the others go on waiting', async () => {
    let resolve: (line: Line) => void = () => undefined;
    const promise = new Promise<Line>((done) => (resolve = done));
    const { link, attempts } = linkWith(() => promise);
    link.hold();
    const away = new AbortController();
    const given = link.client(away.signal);
    const waiting = link.client();
    away.abort(new Error('no more'));
    await expect(given).rejects.toThrow('no more');
    resolve(new Line());
    await waiting;
    expect(attempts).toHaveLength(1);
    expect(link.view.state).toBe('open');
  });

  test('an attempt ends when the last one who waited for it gives up', async () => {
    const line = new Line();
    let resolve: (line: Line) => void = () => undefined;
    const { link } = linkWith(() => new Promise<Line>((done) => (resolve = done)));
    link.hold();
    const away = new AbortController();
    const given = link.client(away.signal);
    away.abort(new Error('no more'));
    await expect(given).rejects.toThrow('no more');
    expect(link.view).toMatchObject({ state: 'closed', error: null });
    resolve(line);
    await vi.advanceTimersByTimeAsync(0);
    expect(line.ended).toBe(true);
    expect(link.view.state).toBe('closed');
  });

  test('whoever waits for the next attempt still does when another one gives up', async () => {
    const { link, lines, attempts } = linkWith(async (attempt) => {
      if (attempt !== 2) return new Line();
      throw refusal('unreachable');
    });
    link.hold();
    await link.client();
    lines[0]?.emit('close');
    await expect(link.client()).rejects.toMatchObject({ data: { reason: 'unreachable' } });
    expect(link.view.state).toBe('waiting');
    await vi.advanceTimersByTimeAsync(5000);
    expect(link.view.state).toBe('open');
    expect(attempts).toHaveLength(3);
  });
});
