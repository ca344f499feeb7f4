import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Child, startChild } from './child';

export interface Keyring {
  /** Environment of processes that are to use it. */
  env: Record<string, string>;
  /** Looks a secret of Fedwright up by its account, as any other program on the bus could. */
  lookup(account: string): string | null;
  /** Ends the keyring's daemon and starts it again without its password: locked. */
  lock(): Promise<void>;
  /** As `lock`, with the password. */
  unlock(): Promise<void>;
  end(): Promise<void>;
}

// No service files: nothing may be started on this bus by itself, least of all a second keyring.
const busConfig = (
  folder: string,
) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

const password = 'the password of a keyring for tests';

/** A session bus and an unlocked gnome-keyring of their own; nothing of the user's is touched. */
export async function startKeyring(): Promise<Keyring> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-bus-'));
  mkdirSync(path.join(folder, 'data'));
  writeFileSync(path.join(folder, 'bus.conf'), busConfig(folder));
  const env = {
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/bus`,
    HOME: folder,
    XDG_DATA_HOME: path.join(folder, 'data'),
    XDG_RUNTIME_DIR: folder,
    DISPLAY: '',
  };
  const childEnv = { ...process.env, ...env };
  const busArgs = [`--config-file=${path.join(folder, 'bus.conf')}`, '--nofork', '--print-address'];
  const bus = startChild('dbus-daemon', busArgs, { env: childEnv });
  await bus.seen(/unix:/);
  let daemon = await startDaemon(childEnv, password);
  const restart = async (typed: string | null) => {
    await daemon.end();
    daemon = await startDaemon(childEnv, typed);
  };
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: env.DBUS_SESSION_BUS_ADDRESS },
    lookup: (account) => lookup(childEnv, account),
    lock: () => restart(null),
    unlock: () => restart(password),
    async end() {
      await daemon.end();
      await bus.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startDaemon(env: NodeJS.ProcessEnv, typed: string | null): Promise<Child> {
  const args = ['--foreground', '--components=secrets', ...(typed === null ? [] : ['--unlock'])];
  const daemon = startChild('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  daemon.process.stdin?.end(typed ?? '');
  const deadline = Date.now() + 10_000;
  while (!isOnBus(env)) {
    if (Date.now() > deadline) throw new Error(`gnome-keyring-daemon did not come up\n${daemon.output()}`);
    await delay(50);
  }
  return daemon;
}

function isOnBus(env: NodeJS.ProcessEnv): boolean {
  const to = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const ask = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  return spawnSync('dbus-send', [...to, ...ask], { env, encoding: 'utf8' }).stdout.includes('true');
}

function lookup(env: NodeJS.ProcessEnv, account: string): string | null {
  const script = `import keytar from 'keytar'; process.stdout.write(JSON.stringify(await keytar.getPassword('Fedwright', ${JSON.stringify(account)})));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the keyring could not be read: ${stderr}`);
  return JSON.parse(stdout) as string | null;
}
