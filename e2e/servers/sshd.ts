import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Child, startChild } from './child';
import { freePort } from './free-port';
import type { Place } from './own-network';

/** An OpenSSH server of a test's own, on loopback, for the user that runs the tests. */
export interface Sshd {
  address: string;
  port: number;
  username: string;
  /** A private key file that it takes. */
  keyFile: string;
  /** `SHA256:…` of its host key. */
  fingerprint256: string;
  /** What is in its log so far. */
  output(): string;
  /** How many connections it has accepted since the start. */
  accepted(): number;
  /** Ends it with all of its connections, at once. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with the same host key unless `newKey`. */
  restart(options?: { newKey?: boolean }): Promise<void>;
  end(): Promise<void>;
}

/** An account that only this server knows. */
export interface Account {
  username: string;
  password: string;
  /** Lines of a PAM configuration of its own: then it asks by keyboard-interactive what these modules ask. */
  pam?: string[];
  /** Its login shell, /bin/sh without. */
  shell?: string;
}

/**
 * Starts one. `config` is added to its configuration, `environment` (`NAME=value`) is what its sessions have. With an
 * account it takes a password: root on Linux only. `place` is another than loopback.
 */
export async function startSshd(
  config: string[] = [],
  account?: Account,
  environment: string[] = [],
  place?: Place,
): Promise<Sshd> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-sshd-'));
  const { username } = account ?? os.userInfo();
  const file = (name: string) => path.join(folder, name);
  makeKey(file('host'), '');
  makeKey(file('client'), '');
  writeFileSync(file('authorized'), readFileSync(file('client.pub')), { mode: 0o600 });
  const { address, port, within } = place ?? { address: '127.0.0.1', port: await freePort(), within: [] };
  // Where it runs as root it wants this folder, which a package makes only for the service.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  writeFileSync(
    file('config'),
    [
      ...[`Port ${port}`, `ListenAddress ${address}`, `HostKey ${file('host')}`, `PidFile ${file('pid')}`],
      ...[`AuthorizedKeysFile ${file('authorized')}`, 'StrictModes no', 'LogLevel VERBOSE'],
      ...[`UsePAM ${account?.pam ? 'yes' : 'no'}`, 'KbdInteractiveAuthentication yes'],
      ...['Subsystem sftp internal-sftp', 'PermitRootLogin yes', ...config],
      // At this depth bash reads no .bashrc for a command: what one does there, killed with its server, can leave a
      // lock behind that every later command waits for. A login shell reads it nevertheless: where pyenv is set up in
      // it, it shall not wait a minute for such a lock. sshd takes one such line only, the first.
      `SetEnv ${['SHLVL=5', 'PYENV_REHASH_TIMEOUT=0', ...environment].join(' ')}`,
    ].join('\n'),
  );
  if (account) writeAccount(folder, account);
  const command = [...within, ...(account ? [...inNamespace, folder] : []), ...daemon];
  let said = '';
  let server = await start([...command, file('config')]);
  return {
    ...{ address, port, username, keyFile: file('client') },
    get fingerprint256() {
      return fingerprintOf(file('host.pub'));
    },
    output: () => said + server.output(),
    accepted: () => (said + server.output()).match(/^Accepted \S+ for /gm)?.length ?? 0,
    kill: () => endAll(server),
    async restart({ newKey = false } = {}) {
      await endAll(server);
      said += server.output();
      if (newKey) {
        rmSync(file('host'));
        makeKey(file('host'), '');
      }
      server = await start([...command, file('config')]);
    },
    async end() {
      await endAll(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const daemon = ['/usr/sbin/sshd', '-D', '-e', '-f'];

/** Accounts of its own, which nothing else of the machine sees: in a private mount namespace. */
const inNamespace = [
  ...['unshare', '--mount', '--propagation', 'private', 'sh', '-ec'],
  [
    'mount --bind "$1/passwd" /etc/passwd; mount --bind "$1/shadow" /etc/shadow',
    'if [ -f "$1/pam" ]; then mount --bind "$1/pam" /etc/pam.d/sshd; fi',
    'shift; exec "$@"',
  ].join('; '),
  'sh',
];

function writeAccount(folder: string, { username, password, pam, shell = '/bin/sh' }: Account): void {
  // sshd reads the keys of an account as that account.
  chmodSync(folder, 0o711);
  chmodSync(path.join(folder, 'authorized'), 0o644);
  if (pam) writeFileSync(path.join(folder, 'pam'), `${pam.join('\n')}\n`);
  const hash = spawnSync('openssl', ['passwd', '-6', '-stdin'], { input: password, encoding: 'utf8' }).stdout;
  const add = (name: string, line: string, mode: number) =>
    writeFileSync(path.join(folder, name), `${readFileSync(`/etc/${name}`, 'utf8').trimEnd()}\n${line}\n`, {
      mode,
    });
  add('passwd', `${username}:x:65533:65534::/:${shell}`, 0o644);
  add('shadow', `${username}:${hash.trim()}:19000:0:99999:7:::`, 0o600);
}

async function start([program = '', ...args]: string[]): Promise<Child> {
  const server = startChild(program, args);
  await server.seen(/Server listening on/);
  return server;
}

/** With the processes of its sessions, which are no members of its group. */
async function endAll(server: Child): Promise<void> {
  const sessions = descendants(server.pid);
  await server.end('SIGKILL');
  for (const pid of sessions) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended with its parent.
    }
  }
}

function descendants(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const parents = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    parents.flatMap(([child = 0, its]) => (its === parent ? [child, ...below(child)] : []));
  return below(pid);
}

export function makeKey(target: string, passphrase: string): void {
  const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', target], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`ssh-keygen failed: ${made.stderr}`);
}

function fingerprintOf(publicKey: string): string {
  const { stdout } = spawnSync('ssh-keygen', ['-lf', publicKey], { encoding: 'utf8' });
  return /SHA256:\S+/.exec(stdout)?.[0] ?? '';
}
