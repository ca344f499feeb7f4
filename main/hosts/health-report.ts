import type { HostHealth } from '../../preload/contract/hosts';

/** Lines of `name=value`. What a host does not have gives no line. Nothing on it is changed. */
export const healthScript = `
echo "now=$(date +%s)"
echo "disk=$(df -Pk "\${HOME:-/}" 2>/dev/null | awk 'NR==2 {print $2, $4}')"
awk '/^MemTotal:/ {t=$2} /^MemAvailable:/ {a=$2} END {print "memory=" t, a}' /proc/meminfo 2>/dev/null
echo "cpus=$(getconf _NPROCESSORS_ONLN 2>/dev/null)"
echo "load=$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null)"
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then echo cgroup=2; elif [ -d /sys/fs/cgroup/memory ]; then echo cgroup=1; fi
if command -v nvidia-smi >/dev/null 2>&1; then
  nvidia-smi --query-gpu=name,memory.total,memory.used --format=csv,noheader,nounits 2>/dev/null | sed 's/^/gpu=/'
fi
if command -v python3 >/dev/null 2>&1; then
  echo "python=$(python3 -c 'import platform; print(platform.python_version())' 2>/dev/null)"
  echo "nvflare=$(python3 -c 'import importlib.metadata as m; print(m.version("nvflare"))' 2>/dev/null)"
fi
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" {n = split($2, a, ":"); print "port=" a[n]}'
exit 0
`;

type Report = Omit<HostHealth, 'at' | 'latencyMs' | 'docker'>;

/**
 * Reads what the script printed. What is missing or no such value is null. The clock is compared with the
 * time here while the script ran, in milliseconds; its own resolution is one second.
 */
export function readReport(text: string, ran: { from: number; to: number }): Report {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([a-z]+)=(.*)$/.exec(line) ?? [];
    if (name && value !== undefined && value.trim() !== '')
      lines.set(name, [...(lines.get(name) ?? []), value.trim()]);
  }
  const one = (name: string) => lines.get(name)?.[0] ?? '';
  const [total = null, free = null] = kibibytes(one('disk'));
  const [memory = null, available = null] = kibibytes(one('memory'));
  const cgroup = numberOf(one('cgroup'));
  return {
    clockSkewMs: skewOf(numberOf(one('now')), ran),
    disk: total === null || free === null ? null : { totalBytes: total, freeBytes: free },
    memory: memory === null || available === null ? null : { totalBytes: memory, availableBytes: available },
    cpus: numberOf(one('cpus')),
    load: numberOf(one('load')),
    cgroup: cgroup === 1 || cgroup === 2 ? cgroup : null,
    gpus: (lines.get('gpu') ?? []).slice(0, 64).flatMap(readGpu),
    python: versionOf(one('python')),
    nvflare: versionOf(one('nvflare')),
    ports: portsOf(lines.get('port')),
  };
}

const numberOf = (text: string): number | null => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null);

const versionOf = (text: string): string | null => (/^\d[\w.+-]{0,40}$/.test(text) ? text : null);

const kibibytes = (text: string): (number | null)[] =>
  text.split(' ').map((part) => {
    const value = numberOf(part);
    return value === null ? null : value * 1024;
  });

/** The second that the host told has begun at some moment while the script ran, if its clock is right. */
function skewOf(seconds: number | null, { from, to }: { from: number; to: number }): number | null {
  if (seconds === null) return null;
  const [earliest, latest] = [seconds * 1000, seconds * 1000 + 999];
  if (latest < from) return latest - from;
  return earliest > to ? earliest - to : 0;
}

function readGpu(line: string): HostHealth['gpus'] {
  const [used, total, ...name] = line.split(', ').toReversed();
  const [totalMiB, usedMiB] = [numberOf(total ?? ''), numberOf(used ?? '')];
  if (totalMiB === null || usedMiB === null) return [];
  const [totalBytes, usedBytes] = [totalMiB * 2 ** 20, usedMiB * 2 ** 20];
  return [{ name: name.toReversed().join(', ').slice(0, 100), totalBytes, usedBytes }];
}

/** Null where the kernel tells none: then nothing is known, not "none". */
function portsOf(lines: string[] | undefined): number[] | null {
  if (!lines) return null;
  const ports = lines.filter((line) => /^[\dA-F]{4}$/i.test(line)).map((line) => Number.parseInt(line, 16));
  return [...new Set(ports)].toSorted((a, b) => a - b);
}
