import type { CommandLine } from '../fixtures/command-line';
import { type Dockerd, testImage } from '../servers/dockerd';

export interface EngineIds {
  /** The host of the engine, and a container there that runs. */
  engineHostId: string;
  containerId: string;
}

/** An engine at work as the host `ward-7`: containers, images, volumes and networks for the pictures. */
export async function engineSample(cli: CommandLine, dockerd: Dockerd): Promise<EngineIds> {
  const docker = (...args: string[]) => dockerd.docker(...args);
  docker('network', 'create', '--internal', '--subnet', '10.20.0.0/24', 'thorax-ct');
  docker('network', 'create', 'left-over');
  for (const name of ['thorax-models', 'thorax-rounds', 'old-scans']) docker('volume', 'create', name);
  for (const name of ['nvflare-site:2.8.1', 'nvflare-site:2.7.2', 'labeling-tool:3'])
    docker('tag', testImage, name);
  docker(
    'run',
    '--network',
    'none',
    '--name',
    'prepare',
    testImage,
    'sh',
    '-c',
    'head -c 8000000 /dev/zero > /x',
  );
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
  const train = 'for i in 1 2 3; do echo "round $i of 20: loss 0.$((90 - i * 7))"; done; sleep 3600';
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
    '-c',
    train,
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
    testImage,
    'sleep',
  );
  try {
    docker('start', 'thorax-east');
  } catch {
    // It is to be seen that it did not.
  }
  const { id: engineHostId } = await cli.call<{ id: string }>('hosts.create', {
    ...{
      name: 'ward-7',
      kind: 'local',
      address: '',
      username: '',
      group: 'Wards',
      dockerSocket: dockerd.socket,
    },
  });
  for (const [port, purpose] of [
    [8002, 'Server of thorax-ct'],
    [8003, 'Admin of thorax-ct'],
  ])
    await cli.call('hostPorts.reserve', { hostId: engineHostId, port, protocol: 'tcp', purpose });
  return { engineHostId, containerId };
}
