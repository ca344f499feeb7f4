import type { Gpu, GpuShare } from '../../preload/contract/containers';

/** Lines of `gpu=` and `app=`; without any a host has no GPUs that can be asked. Nothing on it is changed. */
export const gpuScript = `
command -v nvidia-smi >/dev/null 2>&1 || exit 0
nvidia-smi --query-gpu=uuid,index,memory.total,memory.used,utilization.gpu,name --format=csv,noheader,nounits 2>/dev/null | sed 's/^/gpu=/'
nvidia-smi --query-compute-apps=pid,gpu_uuid,used_memory --format=csv,noheader,nounits 2>/dev/null | sed 's/^/app=/'
exit 0
`;

export interface GpuReport {
  gpus: Gpu[];
  /** By the id of the process, as the host counts them. */
  uses: Map<number, GpuShare[]>;
}

const most = 64;

/** What the script printed. A driver writes `[N/A]` for what it cannot tell, such as the memory of one process. */
export function readGpuReport(text: string): GpuReport {
  const gpus: Gpu[] = [];
  const indexes = new Map<string, number>();
  const uses = new Map<number, GpuShare[]>();
  for (const line of text.split('\n')) {
    const [kind, ...words] = line.split(/[=,]/).map((word) => word.trim());
    const [first = '', second = '', third = '', fourth = '', fifth = '', ...name] = words;
    const index = kind === 'gpu' ? numberOf(second) : (indexes.get(second) ?? null);
    if (index === null) continue;
    if (kind === 'gpu' && gpus.length < most) {
      indexes.set(first, index);
      const bytes = { totalBytes: mebibytes(third), usedBytes: mebibytes(fourth) };
      gpus.push({ index, name: name.join(', ').slice(0, 100), ...bytes, busyPercent: numberOf(fifth) });
    }
    const pid = numberOf(first);
    if (kind === 'app' && pid !== null)
      uses.set(pid, [...(uses.get(pid) ?? []), { index, memoryBytes: mebibytes(third) }]);
  }
  return { gpus: gpus.toSorted((a, b) => a.index - b.index), uses };
}

const numberOf = (text: string): number | null => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null);
const mebibytes = (text: string): number | null => {
  const value = numberOf(text);
  return value === null ? null : value * 2 ** 20;
};

/** Several shares as one for each GPU; what one process does not tell is not known of all. */
export function addShares(shares: GpuShare[]): GpuShare[] {
  const sums = new Map<number, number | null>();
  for (const { index, memoryBytes } of shares) {
    const before = sums.has(index) ? sums.get(index) : 0;
    sums.set(
      index,
      before === null || before === undefined || memoryBytes === null ? null : before + memoryBytes,
    );
  }
  return [...sums]
    .map(([index, memoryBytes]) => ({ index, memoryBytes }))
    .toSorted((a, b) => a.index - b.index);
}
