import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { createEngines } from '../docker/engines';
import { openMachines, settingsOf } from '../hosts/test-machines';
import { openFiles } from '../remote-files/test-files';
import { createContainerPlaces } from './places';

export const encode = (at: string | Buffer): string => Buffer.from(at).toString('base64url');

type Engine = Pick<Dockerd, 'socket' | 'docker' | 'end'>;

/** Containers of an engine of their own on this machine, and their files. */
export async function openContainerFiles(start: () => Promise<Engine> = startDockerd) {
  const dockerd = await start();
  const machines = await openMachines();
  const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'fw-containers-')));
  const host = await machines.hosts.create({
    ...settingsOf({ address: '', port: 22, username: '' } as never, {
      ...{ name: 'here', kind: 'local', dockerSocket: dockerd.socket },
    }),
    keyGrantId: null,
  });
  const engines = createEngines(machines.hosts.access);
  const work = openFiles(createContainerPlaces({ engines }), root);
  return {
    ...{ dockerd, machines, engines, hostId: host.id, root, work, files: work.files },
    run: (...args: string[]): string => dockerd.docker('run', '-d', '--network', 'none', ...args),
    /** A container that runs, with the programs of busybox. */
    shell: (...args: string[]): string =>
      dockerd.docker('run', '-d', '--network', 'none', ...args, testImage, 'sleep', '6000'),
    /** Runs a script in one, as its root. */
    script: (id: string, text: string): string => dockerd.docker('exec', id, 'sh', '-ec', text),
    at: (containerId: string, path: string | Buffer) => ({
      hostId: host.id,
      containerId,
      path: encode(path),
    }),
    async end(): Promise<void> {
      work.close();
      machines.close();
      await dockerd.end();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** An image with one program and nothing else: `/only/sleep`. */
export function importBareImage(dockerd: Engine, root: string): string {
  const rootfs = path.join(root, 'bare');
  mkdirSync(path.join(rootfs, 'only'), { recursive: true });
  const script = `cp /bin/busybox ${rootfs}/only/sleep; tar -C ${rootfs} -cf ${root}/bare.tar .`;
  const { status, stderr } = spawnSync('sh', ['-ec', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`no image could be made: ${stderr}`);
  dockerd.docker('import', `${root}/bare.tar`, 'fedwright-bare:latest');
  return 'fedwright-bare:latest';
}
