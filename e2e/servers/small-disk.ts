import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface SmallDisk {
  folder: string;
  /** A size as `mount` takes it, such as `8m`. */
  resize(size: string): void;
  /** Leaves not a single free block. */
  fill(): void;
  /** Gives the filled space back. */
  free(): void;
  unmount(): void;
}

/** Mounts a disk of its own on a folder, in memory. Root on Linux only. */
export function mountSmallDisk(folder: string, size: string): SmallDisk {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  mount('-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'fedwright-test', folder);
  const filler = path.join(folder, 'filler');
  return {
    folder,
    resize: (next) => mount('-o', `remount,size=${next}`, folder),
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    free: () => rmSync(filler, { force: true }),
    unmount: () => unmount(folder),
  };
}

/** Puts an empty folder that no one can write, root included, in the place of a folder. Undone by `unmount`. */
export function makeUnwritable(folder: string): { unmount(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  mount('-t', 'tmpfs', '-o', 'ro,size=64k,mode=0700', 'fedwright-test', folder);
  return { unmount: () => unmount(folder) };
}

function mount(...args: string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mount ${args.join(' ')}: ${stderr}`);
}

/** Lazily: a process that still looks at it must not keep the test from ending. */
function unmount(folder: string): void {
  spawnSync('umount', ['--lazy', folder]);
}
