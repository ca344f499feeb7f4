import { spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Child, startChild } from './child';
import { importBusybox, testImage, unmountBelow } from './engine-folder';

export { testImage };

/** A Docker engine of a test's own, with one image in it: `fedwright-test:latest`, which is busybox. */
export interface Dockerd {
  socket: string;
  /** The docker command on this engine. @throws Error with what it said */
  docker(...args: string[]): string;
  /** Ends the engine and leaves its containers, as a crash does. */
  kill(): Promise<void>;
  start(): Promise<void>;
  end(): Promise<void>;
}

/** Those of the machine, or before them the ones in the folder of `FEDWRIGHT_TEST_DOCKERD`: see CONTRIBUTING.md. */
const programs = [process.env['FEDWRIGHT_TEST_DOCKERD'], process.env['PATH']].filter(Boolean).join(':');
const env = { ...process.env, PATH: programs };

/**
 * Starts one, as root only. With `bridge` its containers have a network of this engine alone, and their ports are
 * published on this machine; without it those of a test use the host's network or none.
 */
export async function startDockerd(
  args: string[] = [],
  { bridge = false }: { bridge?: boolean } = {},
): Promise<Dockerd> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-dockerd-'));
  const socket = path.join(folder, 'docker.sock');
  const network = bridge ? addBridge() : null;
  const own = [
    ...['--data-root', path.join(folder, 'data'), '--exec-root', path.join(folder, 'exec')],
    ...['-H', `unix://${socket}`, '--pidfile', path.join(folder, 'pid'), ...args],
    ...['--default-address-pool', `base=${ownPool()},size=24`],
    ...(network?.options ?? []),
  ];
  const docker = (...words: string[]): string => {
    const { status, stdout, stderr } = spawnSync('docker', ['-H', `unix://${socket}`, ...words], {
      ...{ encoding: 'utf8', maxBuffer: 1 << 28, env },
    });
    if (status !== 0) throw new Error(`docker ${words.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  let daemon: Child = await startDaemon(own);
  importBusybox(folder, docker);
  return {
    socket,
    docker,
    async kill() {
      await daemon.end('SIGKILL');
      await afterContainerd(path.join(folder, 'exec'));
    },
    async start() {
      rmSync(path.join(folder, 'pid'), { force: true });
      daemon = await startDaemon(own);
    },
    async end() {
      try {
        const left = docker('ps', '-aq').split('\n').filter(Boolean);
        if (left.length > 0) docker('rm', '-f', ...left);
        // Their bridges are the machine's, and would outlive the engine.
        const joined = docker('network', 'ls', '-q', '--filter', 'type=custom').split('\n').filter(Boolean);
        if (joined.length > 0) docker('network', 'rm', ...joined);
      } finally {
        await daemon.end('SIGTERM');
        network?.remove();
        unmountBelow(folder);
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

/**
 * Where an engine takes addresses for networks that name none. Of those that each engine takes by itself there are 31
 * on a machine, whichever engine has them, and a suite of engines uses them up.
 */
const ownPool = () => `10.${randomInt(160, 255)}.${randomInt(0, 16) * 16}.0/20`;

/**
 * Engines of several tests run at once and would share `docker0`, and with it addresses. Without rules of iptables,
 * which they would take from each other as well, ports are published by docker's own proxy.
 */
function addBridge(): { options: string[]; remove(): void } {
  const name = `fw${randomBytes(4).toString('hex')}`;
  const [second, third] = [randomInt(64, 160), randomInt(0, 255)];
  const ip = (...words: string[]): void => {
    const { status, stderr } = spawnSync('ip', words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr}`);
  };
  ip('link', 'add', name, 'type', 'bridge');
  ip('address', 'add', `10.${second}.${third}.1/24`, 'dev', name);
  ip('link', 'set', name, 'up');
  return {
    options: ['--bridge', name, '--iptables=false', '--ip6tables=false'],
    remove: () => ip('link', 'delete', name),
  };
}

/**
 * Waits for the end of what an engine has started, which the system kills with it a moment later: the next one would
 * take it for alive, and wait for it to answer.
 */
async function afterContainerd(exec: string): Promise<void> {
  const pidFile = path.join(exec, 'containerd', 'containerd.pid');
  if (!existsSync(pidFile)) return;
  const stat = `/proc/${readFileSync(pidFile, 'utf8').trim()}/stat`;
  const runs = () => {
    try {
      return !/^\d+ \(.*\) Z/.test(readFileSync(stat, 'utf8'));
    } catch {
      return false;
    }
  };
  for (let tries = 0; tries < 100 && runs(); tries += 1) await pause(100);
  rmSync(pidFile, { force: true });
}

/** Again where another one that starts at the same time has changed the machine's one set of packet rules. */
async function startDaemon(args: string[], triesLeft = 5): Promise<Child> {
  const daemon = startChild('dockerd', args, { env });
  try {
    await daemon.seen(/API listen on/, 60_000);
    return daemon;
  } catch (error) {
    if (triesLeft === 0 || !/iptables failed/.test(daemon.output())) throw error;
    await daemon.end('SIGKILL');
    return startDaemon(args, triesLeft - 1);
  }
}
