import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A stand-in for the command of a machine with GPUs, which none of the machines that run the tests has to be. */
export interface NvidiaSmi {
  /** For an sshd, so that its sessions find the command first. */
  environment: string[];
  /** Which processes of the machine use which GPU, and how many MiB. */
  use(processes: { pid: number; gpu: number; mebibytes: number }[]): void;
  end(): void;
}

/** With so many GPUs of 24 GB, each named by its index as the real one names them by UUID. */
export function placeNvidiaSmi(gpus: number): NvidiaSmi {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-gpus-'));
  const file = (name: string) => path.join(folder, name);
  const indexes = Array.from({ length: gpus }, (_, index) => index);
  const uuid = (index: number) => `GPU-0000000${index}`;
  writeFileSync(file('cards'), indexes.map(() => 'NVIDIA RTX 4090, 24564, 300\n').join(''));
  writeFileSync(
    file('load'),
    indexes.map((index) => `${uuid(index)}, ${index}, 24564, 300, 40, NVIDIA RTX 4090\n`).join(''),
  );
  writeFileSync(file('apps'), '');
  writeFileSync(
    file('nvidia-smi'),
    `#!/bin/sh
case "$*" in
  *query-compute-apps*) cat ${file('apps')};;
  *utilization.gpu*) cat ${file('load')};;
  *) cat ${file('cards')};;
esac
`,
    { mode: 0o755 },
  );
  return {
    environment: [`PATH=${folder}:${process.env['PATH'] ?? '/usr/bin:/bin'}`],
    use: (processes) =>
      writeFileSync(
        file('apps'),
        processes.map(({ pid, gpu, mebibytes }) => `${pid}, ${uuid(gpu)}, ${mebibytes}\n`).join(''),
      ),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
