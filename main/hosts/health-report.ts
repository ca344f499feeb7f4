import type { HostFigures, HostHealth } from '../../preload/contract/hosts';

export type Figures = Omit<HostFigures, 'figuresAt'>;
export type Report = Omit<HostHealth, 'at' | 'figuresAt' | 'latencyMs' | 'docker'>;

/** What each line of a script says, by its name, in their order. */
function linesOf(text: string) {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([a-z]+)=(.*)$/.exec(line) ?? [];
    if (name && value !== undefined && value.trim() !== '')
      lines.set(name, [...(lines.get(name) ?? []), value.trim()]);
  }
  return lines;
}
type Lines = ReturnType<typeof linesOf>;

/** Reads what `figuresScript` printed. What is missing or no such value is null. */
export const readFigures = (text: string): Figures => figuresOf(linesOf(text));

/**
 * Reads what `healthScript` printed. The clock is compared with the time here while the script ran, in milliseconds;
 * its own resolution is one second.
 */
export function readReport(text: string, ran: { from: number; to: number }): Report {
  const lines = linesOf(text);
  const one = (name: string) => lines.get(name)?.[0] ?? '';
  const cgroup = numberOf(one('cgroup'));
  const [, nvflare = '', python] = /^\S+ (\S+) (\/.+)$/.exec(one('nvflare')) ?? [];
  return {
    ...figuresOf(lines),
    clockSkewMs: skewOf(numberOf(one('now')), ran),
    cpus: numberOf(one('cpus')),
    cgroup: cgroup === 1 || cgroup === 2 ? cgroup : null,
    python: versionOf(one('python')),
    nvflare: python !== undefined && versionOf(nvflare) ? { version: nvflare, python } : null,
    ports: portsOf(lines.get('port')),
  };
}

function figuresOf(lines: Lines): Figures {
  const one = (name: string) => lines.get(name)?.[0] ?? '';
  const [total = null, free = null] = kibibytes(one('disk'));
  const [memory = null, available = null] = kibibytes(one('memory'));
  return {
    disk: total === null || free === null ? null : { totalBytes: total, freeBytes: free },
    memory: memory === null || available === null ? null : { totalBytes: memory, availableBytes: available },
    load: numberOf(one('load')),
    cpuPercent: busyOf(lines.get('cpu')),
    network: ratesOf(lines.get('net'), lines.get('up')),
    gpus: (lines.get('gpu') ?? []).slice(0, 64).flatMap(readGpu),
  };
}

const numberOf = (text: string): number | null => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null);

export const versionOf = (text: string): string | null => (/^\d[\w.+-]{0,40}$/.test(text) ? text : null);

const kibibytes = (text: string): (number | null)[] =>
  text.split(' ').map((part) => {
    const value = numberOf(part);
    return value === null ? null : value * 1024;
  });

/** How much two counters have grown from the first reading to the second; null where there are no two. */
function grown(readings: string[] | undefined): [number, number] | null {
  const [first, second] = (readings ?? []).map((line) => line.split(' ').map(numberOf));
  const [a0 = null, b0 = null] = first ?? [];
  const [a1 = null, b1 = null] = second ?? [];
  if (a0 === null || b0 === null || a1 === null || b1 === null) return null;
  return [Math.max(0, a1 - a0), Math.max(0, b1 - b0)];
}

/** Of the time of all cores in between, how much of a hundred was not idle. */
function busyOf(readings: string[] | undefined): number | null {
  const [all, idle] = grown(readings) ?? [0, 0];
  return all === 0 ? null : Math.round(1000 * (1 - Math.min(idle, all) / all)) / 10;
}

function ratesOf(readings: string[] | undefined, times: string[] | undefined): Figures['network'] {
  const [from = null, to = null] = (times ?? []).map(numberOf);
  const bytes = grown(readings);
  if (from === null || to === null || to <= from || !bytes) return null;
  const [received, sent] = bytes.map((count) => Math.round(count / (to - from)));
  return { receivedPerSecond: received ?? 0, sentPerSecond: sent ?? 0 };
}

/** The second that the host told has begun at some moment while the script ran, if its clock is right. */
function skewOf(seconds: number | null, { from, to }: { from: number; to: number }): number | null {
  if (seconds === null) return null;
  const [earliest, latest] = [seconds * 1000, seconds * 1000 + 999];
  if (latest < from) return latest - from;
  return earliest > to ? earliest - to : 0;
}

/** A driver writes `[N/A]` for what it cannot tell. */
export function readGpu(line: string): Figures['gpus'] {
  const [uuid = '', at = '', total = '', used = '', busy = '', ...name] = line.split(', ');
  const index = numberOf(at);
  if (index === null || !/^[\w-]{1,80}$/.test(uuid)) return [];
  const mebibytes = (text: string) => {
    const value = numberOf(text);
    return value === null ? null : value * 2 ** 20;
  };
  return [
    {
      ...{ index, uuid, name: name.join(', ').slice(0, 100) },
      ...{ totalBytes: mebibytes(total), usedBytes: mebibytes(used), busyPercent: numberOf(busy) },
    },
  ];
}

/** Null where the kernel tells none: then nothing is known, not "none". */
function portsOf(lines: string[] | undefined): number[] | null {
  if (!lines) return null;
  const ports = lines.filter((line) => /^[\dA-F]{4}$/i.test(line)).map((line) => Number.parseInt(line, 16));
  return [...new Set(ports)].toSorted((a, b) => a - b);
}
