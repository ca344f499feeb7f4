import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Packages that NVFlare 2.8 brings along, about: collecting half as many is roughly half way. */
const usualPackages = 40;

/** How far an installation by pip is, 0 to 1: half for collecting, half for putting in place. */
export interface PipProgress {
  /** Takes a line of pip's output; the value after it, never less than before. */
  take(line: string): number;
  /** Counts what is in place already; pip is silent while it puts packages in place. */
  countInstalled(): Promise<number>;
}

export function createPipProgress(environment: string): PipProgress {
  let value = 0;
  let collected = 0;
  let expected = 0;
  let before = 0;
  const raise = (to: number) => (value = Math.max(value, Math.min(1, to)));
  return {
    take(line) {
      if (/^Collecting /.test(line)) collected += 1;
      if (/^\s*(Downloading|Using cached) /.test(line)) collected += 0.5;
      const names = /^Installing collected packages: (.+)$/.exec(line)?.[1];
      if (names) expected = names.split(', ').length;
      if (/^Successfully installed /.test(line)) return raise(1);
      // Approaches one half but never reaches it, however many packages come.
      const share = expected > 0 ? 1 : 1 - Math.exp(-collected / usualPackages);
      return raise(share / 2);
    },
    async countInstalled() {
      const installed = await countPackages(environment);
      // pip itself is there from the start.
      if (expected === 0) before = installed;
      else raise(0.5 + (0.5 * Math.max(0, installed - before)) / expected);
      return value;
    },
  };
}

async function countPackages(environment: string): Promise<number> {
  const lib = path.join(environment, 'lib');
  const versions = await readdir(lib).catch(() => []);
  const folders = [
    path.join(environment, 'Lib', 'site-packages'),
    ...versions.map((version) => path.join(lib, version, 'site-packages')),
  ];
  const names = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  return new Set(names.flat().filter((name) => name.endsWith('.dist-info'))).size;
}
