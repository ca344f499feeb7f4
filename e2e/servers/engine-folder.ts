import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
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

/** No image can be pulled everywhere: one is made of the busybox that the machine has. */
export function importBusybox(folder: string, docker: (...args: string[]) => string): void {
  const rootfs = path.join(folder, 'rootfs');
  mkdirSync(path.join(rootfs, 'bin'), { recursive: true });
  const script = [
    `cp /bin/busybox ${rootfs}/bin/busybox`,
    `for name in $(/bin/busybox --list); do [ "$name" = busybox ] || ln -s busybox ${rootfs}/bin/"$name"; done`,
    `mkdir -p ${rootfs}/tmp ${rootfs}/etc ${rootfs}/root`,
    `tar -C ${rootfs} -cf ${folder}/rootfs.tar .`,
  ].join(' && ');
  const made = spawnSync('sh', ['-ec', script], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`no image could be made: ${made.stderr}`);
  docker('import', '--change', 'CMD ["sh"]', `${folder}/rootfs.tar`, testImage);
  rmSync(`${folder}/rootfs.tar`);
}
