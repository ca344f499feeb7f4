import { afterEach, describe, expect, it, vi } from 'vitest';
import { type KeychainAnswer, type KeychainRequest, createKeychainClient } from './keychain-client';
import { hasSessionBus, readKeychainError } from './keychain-state';
import { createSecrets } from './secrets';

type Keychain = (request: KeychainRequest) => Omit<KeychainAnswer, 'id'> | null;

/** A keychain that answers as told; `null` is no answer at all. */
function openSecrets(keychain: Keychain, waitMs = 50) {
  const seen: KeychainRequest[] = [];
  const killed = vi.fn<() => void>();
  let reply: (answer: KeychainAnswer) => void = () => {};
  const client = createKeychainClient(
    () => ({
      send(request) {
        seen.push(request);
        const answer = keychain(request);
        if (answer) queueMicrotask(() => reply({ ...answer, id: request.id } as KeychainAnswer));
      },
      onAnswer: (listener) => (reply = listener),
      onExit: () => {},
      kill: killed,
    }),
    waitMs,
  );
  return { secrets: createSecrets(client, () => true), client, seen, killed, reply: () => reply };
}

const failing =
  (message: string): Keychain =>
  () => ({ ok: false, message });

afterEach(() => vi.useRealTimers());

describe('secrets', () => {
  it('keeps values in the keychain when it works', async () => {
    const kept = new Map<string, string>();
    const { secrets } = openSecrets(({ op, name, value }) => {
      if (op === 'set') kept.set(name, value ?? '');
      if (op === 'remove') kept.delete(name);
      return { ok: true, value: op === 'get' ? (kept.get(name) ?? null) : null };
    });
    await secrets.set('a', 'one');
    expect(kept.get('a')).toBe('one');
    expect(await secrets.get('a')).toBe('one');
    await secrets.remove('a');
    expect(await secrets.get('a')).toBeNull();
    expect(await secrets.location()).toBe('os');
  });

  it('keeps values in memory when there is no keychain, and says so', async () => {
    const { secrets, seen } = openSecrets(failing('libsecret-1.so.0: cannot open shared object file'));
    await secrets.set('a', 'one');
    expect(await secrets.get('a')).toBe('one');
    expect(await secrets.location()).toBe('memory');
    expect((await secrets.probe()).message).toContain('forgotten when Fedwright ends');
    // Once, and once more with a helper that is new; the answer then holds for some seconds.
    expect(seen).toHaveLength(2);
  });

  it('goes on with a new helper when the keychain was started again', async () => {
    const { secrets, killed } = openSecrets(() =>
      killed.mock.calls.length === 0
        ? { ok: false, message: 'The session wrapping the secret does not exist' }
        : { ok: true, value: null },
    );
    await secrets.set('a', 'one');
    expect(await secrets.location()).toBe('os');
    expect(await secrets.get('a')).toBeNull();
  });

  it('ends the helper when nothing was asked for a while', async () => {
    vi.useFakeTimers();
    const { secrets, killed } = openSecrets(() => ({ ok: true, value: null }));
    await secrets.set('a', 'one');
    expect(killed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(5000);
    expect(killed).toHaveBeenCalledOnce();
  });

  it('refuses when the keychain is locked, also where it says "nothing" instead', async () => {
    const { secrets } = openSecrets(({ op }) =>
      op === 'get'
        ? { ok: true, value: null }
        : { ok: false, message: 'Cannot create an item in a locked collection' },
    );
    await expect(secrets.get('a')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(secrets.set('a', 'one')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await secrets.probe()).state).toBe('locked');
  });

  it('answers in time when the keychain does not, and does not ask it again', async () => {
    const { secrets, seen, killed } = openSecrets(() => null);
    await expect(secrets.get('a')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(secrets.get('b')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(seen).toHaveLength(1);
    expect(killed).not.toHaveBeenCalled();
  });

  it('lets a prompt be answered late, and ends the helper after a minute', async () => {
    vi.useFakeTimers();
    const { secrets, client, killed, reply } = openSecrets(() => null);
    const refused = expect(secrets.get('a')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await vi.advanceTimersByTimeAsync(50);
    await refused;
    expect(client.isWaiting()).toBe(true);
    reply()({ id: 1, ok: true, value: null });
    expect(client.isWaiting()).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(killed).toHaveBeenCalled();
  });

  it('asks once when several want to know at the same time', async () => {
    const { secrets, seen } = openSecrets(() => ({ ok: true, value: null }));
    await Promise.all([secrets.probe(), secrets.probe(), secrets.location()]);
    expect(seen).toHaveLength(1);
  });
});

describe('the state of the keychain', () => {
  it.each([
    ['Cannot create an item in a locked collection', 'locked'],
    ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'locked'],
    ['User interaction is not allowed.', 'locked'],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'absent'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'absent'],
  ])('reads "%s" as %s', (words, state) => {
    expect(readKeychainError(new Error(words)).state).toBe(state);
  });

  it('needs a session bus on Linux only', () => {
    expect(hasSessionBus({}, 'linux')).toBe(false);
    expect(hasSessionBus({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' }, 'linux')).toBe(true);
    expect(hasSessionBus({ DBUS_SESSION_BUS_ADDRESS: 'disabled:' }, 'linux')).toBe(false);
    expect(hasSessionBus({}, 'darwin')).toBe(true);
  });
});
