import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CommandLine } from '../fixtures/command-line';
import { type Dockerd, testImage } from '../servers/dockerd';
import type { Sshd } from '../servers/sshd';
import { addEngineHost } from './machines';

export interface EngineIds {
  /** The host of the engine, and a container there that runs. */
  engineHostId: string;
  containerId: string;
}

const siteImage = 'nvflare-site:2.8.1';

const programs = {
  'prepare.sh': 'head -c 8000000 /dev/zero > /models.tar\n',
  'start.sh': 'for i in 1 2 3; do echo "round $i of 20: loss 0.$((90 - i * 7))"; done\nexec sleep 3600\n',
};

/**
 * An engine at work as the host `ward-7`: containers, images, volumes and networks for the pictures. It is reached
 * through `sshd`, and without one is that of this machine.
 */
export async function engineSample(cli: CommandLine, dockerd: Dockerd, sshd?: Sshd): Promise<EngineIds> {
  const docker = (...args: string[]) => dockerd.docker(...args);
  docker('network', 'create', '--internal', '--subnet', '10.20.0.0/24', 'thorax-ct');
  docker('network', 'create', 'left-over');
  for (const name of ['thorax-models', 'thorax-rounds', 'old-scans']) docker('volume', 'create', name);
  for (const name of [siteImage, 'nvflare-site:2.7.2', 'labeling-tool:3']) docker('tag', testImage, name);
  docker('rmi', testImage);
  docker('create', '--network', 'none', '--name', 'prepare', siteImage, 'sh', '/prepare.sh');
  copyPrograms(docker, 'prepare');
  docker('start', '-a', 'prepare');
  docker(
    'commit',
    '-c',
    'CMD ["./start.sh"]',
    '-c',
    'LABEL org.example.study=thorax',
    'prepare',
    'thorax-site:14',
  );
  docker('commit', 'prepare');
  const run = ['run', '-d', '--network', 'none', '--cpus', '0.5', '--memory', '256m'];
  const containerId = docker(
    ...run,
    '--name',
    'thorax-north',
    '--label',
    'fedwright.kit=north',
    '-v',
    'thorax-models:/models',
    'thorax-site:14',
    'sh',
    '/start.sh',
  );
  docker(
    ...run,
    '--name',
    'thorax-south',
    '--label',
    'fedwright.kit=south',
    '-v',
    'thorax-rounds:/rounds',
    'thorax-site:14',
    'sleep',
    '3600',
  );
  // One that cannot start, as its host does not have what it asks for.
  docker(
    'create',
    '--network',
    'none',
    '--name',
    'thorax-east',
    '--device',
    '/dev/nvidia7',
    siteImage,
    'sleep',
  );
  try {
    docker('start', 'thorax-east');
  } catch {
    // It is to be seen that it did not.
  }
  const engineHostId = sshd
    ? await addEngineHost(cli, sshd, 'ward-7', dockerd.socket, 'Wards')
    : await addHere(cli, dockerd.socket);
  for (const [port, purpose] of [
    [8002, 'Server of thorax-ct'],
    [8003, 'Admin of thorax-ct'],
  ])
    await cli.call('hostPorts.reserve', { hostId: engineHostId, port, protocol: 'tcp', purpose });
  return { engineHostId, containerId };
}

async function addHere(cli: CommandLine, dockerSocket: string): Promise<string> {
  const { id } = await cli.call<{ id: string }>('hosts.create', {
    ...{ name: 'ward-7', kind: 'local', address: '', username: '', group: 'Wards', dockerSocket },
  });
  return id;
}

/** Into a container that has not started yet, so that it and the image made of it start them by their names. */
function copyPrograms(docker: Dockerd['docker'], container: string): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-programs-'));
  try {
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(path.join(folder, name), text, { mode: 0o755 });
      docker('cp', path.join(folder, name), `${container}:/${name}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
