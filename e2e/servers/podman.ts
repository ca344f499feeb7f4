import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startChild } from './child';
import { importBusybox, unmountBelow } from './engine-folder';
import { hasProgram } from './peers';

/** Podman in the place of a Docker engine, with one image in it: `fedwright-test:latest`, which is busybox. */
export interface Podman {
  socket: string;
  /** The docker command on it. @throws Error with what it said */
  docker(...args: string[]): string;
  end(): Promise<void>;
}

export const hasPodman = (): boolean =>
  process.getuid?.() === 0 && ['podman', 'docker', 'busybox'].every((name) => hasProgram(name));

/** Limits that a machine may not raise are no matter of these tests; nor is whether its systemd keeps the logs. */
const configuration = (runtime: string) => `[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
log_driver = "k8s-file"
[engine]
events_logger = "file"
cgroup_manager = "cgroupfs"
${runtime}
`;

/** Starts one with a store of its own, as root only. */
export async function startPodman(): Promise<Podman> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-podman-'));
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('containers.conf'), configuration(hasProgram('runc') ? 'runtime = "runc"' : ''));
  const env = { ...process.env, CONTAINERS_CONF: at('containers.conf') };
  const own = [
    ...['--root', at('store'), '--runroot', at('run'), '--tmpdir', at('tmp')],
    ...['--network-config-dir', at('networks'), '--log-level', 'info'],
  ];
  const socket = at('podman.sock');
  const service = startChild('podman', [...own, 'system', 'service', '--time', '0', `unix://${socket}`], {
    env,
  });
  const docker = (...words: string[]): string => {
    const { status, stdout, stderr } = spawnSync('docker', ['-H', `unix://${socket}`, ...words], {
      encoding: 'utf8',
      timeout: 120_000,
    });
    if (status !== 0) throw new Error(`docker ${words.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  const clear = async () => {
    await service.end('SIGTERM');
    unmountBelow(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await service.seen(/API service listening on/, 60_000);
    importBusybox(folder, docker);
  } catch (error) {
    await clear();
    throw error;
  }
  return {
    ...{ socket, docker },
    async end() {
      try {
        const left = docker('ps', '-aq').split('\n').filter(Boolean);
        if (left.length > 0) docker('rm', '-f', ...left);
        docker('network', 'prune', '-f');
      } finally {
        await clear();
      }
    },
  };
}
