import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeychainClient } from './keychain-client';
import { forkKeychain } from './keychain-process';
import { createSecrets } from './secrets';

const missing = ['dbus-daemon', 'gnome-keyring-daemon'].filter(
  (program) => process.platform !== 'linux' || spawnSync('which', [program]).status !== 0,
);
// In CI every peer must be there: the test then fails on it instead of being skipped.
const skip = missing.length > 0 && !process.env['FEDWRIGHT_REQUIRE_PEERS'];

/** Whether someone on the session bus is the keychain. */
function isOnBus(): boolean {
  const ask = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const name = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  return spawnSync('dbus-send', [...ask, ...name], { encoding: 'utf8' }).stdout.includes('true');
}

describe.skipIf(skip)(`the real keychain${skip ? ` (skipped: no ${missing.join(', ')})` : ''}`, () => {
  const started: ChildProcess[] = [];
  const before = { ...process.env };
  let home: string;

  beforeEach(async () => {
    home = mkdtempSync(path.join(os.tmpdir(), 'fedwright-keychain-'));
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, HOME: home, XDG_DATA_HOME: path.join(home, 'data'), DISPLAY: '' },
    });
    started.push(bus);
    const [address] = await once(createInterface({ input: bus.stdout }), 'line');
    Object.assign(process.env, {
      DBUS_SESSION_BUS_ADDRESS: String(address),
      HOME: home,
      XDG_DATA_HOME: path.join(home, 'data'),
      XDG_RUNTIME_DIR: home,
      DISPLAY: '',
    });
  });

  afterEach(async () => {
    for (const child of started.splice(0).toReversed()) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    for (const name of ['DBUS_SESSION_BUS_ADDRESS', 'HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR', 'DISPLAY'])
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    rmSync(home, { recursive: true, force: true });
  });

  async function startKeyring(password: string | null): Promise<ChildProcess> {
    const args = ['--foreground', '--components=secrets', ...(password === null ? [] : ['--unlock'])];
    const keyring = spawn('gnome-keyring-daemon', args, { stdio: ['pipe', 'ignore', 'ignore'] });
    started.push(keyring);
    keyring.stdin.end(password ?? '');
    await vi.waitUntil(isOnBus, { timeout: 10_000, interval: 50 });
    return keyring;
  }

  async function stop(child: ChildProcess): Promise<void> {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  const open = () => {
    const client = createKeychainClient(forkKeychain);
    return { client, secrets: createSecrets(client) };
  };

  it('keeps a secret from one run to the next when it is unlocked', async () => {
    await startKeyring('pw');
    const first = open();
    expect(await first.secrets.probe()).toMatchObject({ state: 'ok' });
    await first.secrets.set('package-index-password', 'correct horse');
    first.client.dispose();
    const second = open();
    expect(await second.secrets.get('package-index-password')).toBe('correct horse');
    await second.secrets.remove('package-index-password');
    expect(await second.secrets.get('package-index-password')).toBeNull();
    second.client.dispose();
  });

  it('says that it is locked, instead of waiting for a prompt, and keeps nothing', async () => {
    await stop(
      await startKeyring('pw').then(async (keyring) => {
        const { client, secrets } = open();
        await secrets.set('a', 'one');
        client.dispose();
        return keyring;
      }),
    );
    await startKeyring(null);
    const { client, secrets } = open();
    expect(await secrets.probe()).toMatchObject({ state: 'locked' });
    await expect(secrets.get('a')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(secrets.set('b', 'two')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    client.dispose();
  });

  it('uses memory where there is no session bus', async () => {
    delete process.env['DBUS_SESSION_BUS_ADDRESS'];
    const { secrets } = open();
    expect(await secrets.probe()).toMatchObject({ state: 'absent' });
    await secrets.set('a', 'one');
    expect(await secrets.get('a')).toBe('one');
    expect(await secrets.location()).toBe('memory');
  });
});
