import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

export const testImage = 'fedwright-test:latest';

/** An engine leaves the namespace of the host's network mounted when a container has used it. */
export function unmountBelow(folder: string): void {
  const points = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((point) => point.startsWith(`${folder}/`));
  for (const point of points.toReversed()) spawnSync('umount', ['-l', point]);
}

/** Gives a root its `bin` of busybox, with a link for each of its programs but `others`. */
export function placeBusybox(rootfs: string, others: string[] = []): void {
  const bin = path.join(rootfs, 'bin');
  copyFileSync('/bin/busybox', path.join(bin, 'busybox'));
  const { status, stdout, stderr } = spawnSync('/bin/busybox', ['--list'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`busybox does not say what it has: ${stderr}`);
  for (const name of stdout.split('\n'))
    if (name && ![...others, 'busybox'].includes(name)) symlinkSync('busybox', path.join(bin, name));
}

/** No image can be pulled everywhere: one is made of the busybox that the machine has. */
export function importBusybox(folder: string, docker: (...args: string[]) => string): void {
  const rootfs = path.join(folder, 'rootfs');
  for (const name of ['bin', 'tmp', 'etc', 'root']) mkdirSync(path.join(rootfs, name), { recursive: true });
  placeBusybox(rootfs);
  const made = spawnSync('tar', ['-C', rootfs, '-cf', `${folder}/rootfs.tar`, '.'], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`no image could be made: ${made.stderr}`);
  docker('import', '--change', 'CMD ["sh"]', `${folder}/rootfs.tar`, testImage);
  rmSync(`${folder}/rootfs.tar`);
}
