import type {
  Container,
  ContainerAction,
  ContainerUsage,
  Gpu,
  GpuShare,
} from '../../preload/contract/containers';
import { containerStateWords } from '../shell/container-states';
import { formatBytes, formatCores } from '../ui/format';
import type { StatusState } from '../ui/status';
import type { ContainerRow, HostView } from './host-view';

/**
 * With these ends what somebody stopped or killed: by hangup, interrupt, quit, kill, the two signals that are a
 * program's own, and the request to terminate.
 */
const stoppedBySignal = new Set([129, 130, 131, 137, 138, 140, 143]);

export type Told = Pick<ContainerRow, 'state' | 'startError' | 'exitCode' | 'outOfMemory' | 'unhealthy'>;

/** It did its work, or ended when it was asked to. */
const endedWell = (exitCode: number | null): boolean =>
  exitCode !== null && exitCode !== 137 && (exitCode === 0 || stoppedBySignal.has(exitCode));

/** Whether it ended for that: an engine says so until the next start, also where only a child of it was killed. */
export const endedByMemory = ({
  state,
  exitCode,
  outOfMemory,
}: Pick<Told, 'state' | 'exitCode' | 'outOfMemory'>): boolean =>
  state === 'exited' && outOfMemory && !endedWell(exitCode);

/**
 * One that was to start and could not is no more than created, or stopped, to its engine; one that ended with an error
 * no more than stopped; and one that does not work runs.
 */
export function describeState(row: Told): { state: StatusState; label: string } {
  const { state, startError, exitCode, unhealthy } = row;
  if (startError !== null) return { state: 'failed', label: 'Not started' };
  if (endedByMemory(row)) return { state: 'failed', label: 'Out of memory' };
  if (state === 'exited' && exitCode !== null && exitCode !== 0 && !stoppedBySignal.has(exitCode))
    return { state: 'failed', label: 'Failed' };
  if (state === 'running' && unhealthy) return { state: 'attention', label: 'Unhealthy' };
  return containerStateWords[state];
}

/** What the filter calls it. Of a host that does not answer, nothing is said to run. */
export const stateChip = (row: Told & Pick<ContainerRow, 'stale'>): string =>
  row.stale ? 'As it was' : describeState(row).label;

/** What shells and engines mean by a code; others are the program's own. */
const codeWords: Record<number, string> = {
  125: 'the engine could not run it',
  126: 'the command could not be executed',
  127: 'the command was not found',
  129: 'ended by a hangup',
  130: 'interrupted',
  134: 'the program aborted itself',
  137: 'killed',
  139: 'the program crashed, as it reached for memory that is not its own',
  143: 'asked to end',
  255: 'the program failed, or the host or its engine went down under it',
};

/** `137: killed`. */
export function describeExit(code: number | null, outOfMemory: boolean): string {
  if (code === null) return '';
  const words = outOfMemory && !endedWell(code) ? memoryWords(code) : codeWords[code];
  return words === undefined ? String(code) : `${code}: ${words}`;
}

/** With another code it ended by itself, as after something that it had started was killed. */
const memoryWords = (code: number): string =>
  code === 137 ? 'killed, as it was out of memory' : 'a process in it ran out of memory';

/** `Exited (1) 3 weeks ago`, as an engine writes it: hours are up to two days. */
const isOldEnd = ({ state, startError, status }: Pick<ContainerRow, 'state' | 'startError' | 'status'>) =>
  state === 'exited' && startError === null && /\b(?:days|weeks|months|years) ago$/.test(status);

/**
 * The first line's answer: what failed is said before what runs, and hosts that do not answer are not passed over. What
 * ended days ago is no news: nobody has missed it, and it may stay for months. Its row says how it ended.
 * Null while there is nothing to tell.
 */
export function summarise(
  rows: readonly (Told & Pick<ContainerRow, 'stale' | 'status'>)[],
  views: readonly Pick<HostView, 'state'>[],
): { state: StatusState; label: string } | null {
  const lost = views.filter(({ state }) => state === 'failed').length;
  if (rows.length === 0 && lost === 0) return null;
  const fresh = rows.filter(({ stale }) => !stale).map(describeState);
  const news = rows.filter((row) => !row.stale && !isOldEnd(row)).map(describeState);
  const failed = countWords(news, 'failed');
  const odd = countWords(fresh, 'attention');
  const running = fresh.filter(({ label }) => label === containerStateWords.running.label).length;
  const label = [
    ...[...failed, ...odd],
    // Of hosts that do not answer it is not known whether nothing runs there.
    ...(fresh.length > 0 ? [`${running} running`] : []),
    ...(lost > 0 ? [`${lost} ${lost === 1 ? 'host' : 'hosts'} not reached`] : []),
  ].join(', ');
  if (label === '') return null;
  if (failed.length > 0) return { state: 'failed', label };
  if (odd.length > 0 || lost > 0) return { state: 'attention', label };
  return { state: running > 0 ? 'ok' : 'off', label };
}

/** `2 not started`, `1 failed`: of those that are so. */
function countWords(all: { state: StatusState; label: string }[], wanted: StatusState): string[] {
  const counts = new Map<string, number>();
  for (const { state, label } of all) if (state === wanted) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word.toLowerCase()}`);
}

export const actionWords: Record<ContainerAction, { verb: string; done: string }> = {
  start: { verb: 'Start', done: 'Started' },
  stop: { verb: 'Stop', done: 'Stopped' },
  restart: { verb: 'Restart', done: 'Restarted' },
  pause: { verb: 'Pause', done: 'Paused' },
  unpause: { verb: 'Resume', done: 'Resumed' },
  kill: { verb: 'Kill', done: 'Killed' },
};

/** What makes sense in a state; a choice of several offers what fits at least one. */
export function actionsFor(state: Container['state']): ContainerAction[] {
  if (state === 'running' || state === 'restarting') return ['stop', 'restart', 'pause', 'kill'];
  if (state === 'paused') return ['unpause', 'kill'];
  if (state === 'created' || state === 'exited') return ['start'];
  return [];
}

/** `8080:80/tcp, 53/udp`: host port first where one is published, each once. */
export function describePorts(ports: Container['ports']): string {
  const words = ports.map(({ hostPort, containerPort, protocol }) =>
    hostPort === null ? `${containerPort}/${protocol}` : `${hostPort}:${containerPort}/${protocol}`,
  );
  return [...new Set(words)].join(', ');
}

/** `12 % of 2 cores`; 100 % is one core. The limit alone where nothing was measured. */
export function describeCpu(percent: number | null, cpus: number | null): string {
  const limit = cpus === null ? '' : formatCores(cpus);
  if (percent === null) return limit && `limit ${limit}`;
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %${limit && ` of ${limit}`}`;
}

export function describeMemory(bytes: number | null, limit: number | null): string {
  if (bytes === null) return limit === null ? '' : `limit ${formatBytes(limit)}`;
  return limit === null ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(limit)}`;
}

/** Two rates, the one in first. */
export function describeRates(first: number | null | undefined, second: number | null | undefined): string {
  if (first === null || first === undefined || second === null || second === undefined) return '';
  return `${formatBytes(Math.round(first))}/s, ${formatBytes(Math.round(second))}/s`;
}

export const networkOf = (usage: ContainerUsage | null): string =>
  describeRates(usage?.receivedPerSecond, usage?.sentPerSecond);
export const diskOf = (usage: ContainerUsage | null): string =>
  describeRates(usage?.readPerSecond, usage?.writtenPerSecond);

/** `8.4 GB on 0, in use on 1`: of the memory of GPUs, and on which. */
export const describeGpus = (shares: GpuShare[] | null): string =>
  (shares ?? [])
    .map(
      ({ index, memoryBytes }) => `${memoryBytes === null ? 'in use' : formatBytes(memoryBytes)} on ${index}`,
    )
    .join(', ');

/** `GPU 0: 40 % busy, 8.4 GB of 25.8 GB`, as far as its driver tells. */
export function describeGpu({ index, busyPercent, usedBytes, totalBytes }: Gpu): string {
  const memory = [usedBytes, totalBytes].filter((bytes) => bytes !== null).map(formatBytes);
  const words = [
    ...(busyPercent === null ? [] : [`${Math.round(busyPercent)} % busy`]),
    ...(memory.length === 2 ? [memory.join(' of ')] : []),
  ];
  return `GPU ${index}${words.length > 0 ? `: ${words.join(', ')}` : ''}`;
}

export const countOf = (count: number): string => `${count} ${count === 1 ? 'container' : 'containers'}`;

/** Up to five names, and how many more there are. */
export function listNames(names: string[]): string {
  const shown = names
    .slice(0, 5)
    .map((name) => `"${name}"`)
    .join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

/** What is lost with containers that are removed, and what stays. */
export function removalText(rows: Pick<Container, 'name' | 'state' | 'participant'>[]): string {
  const isRunning = ({ state }: Pick<Container, 'state'>) => actionsFor(state).includes('kill');
  const running = rows.filter(isRunning);
  const deployed = rows.filter(({ participant }) => participant !== null);
  const those = deployed.map(({ participant }) => participant ?? '');
  return [
    `${listNames(rows.map(({ name }) => name))}: what was written inside, and the logs, will be gone.`,
    ...(running.length === 0
      ? []
      : rows.length === 1
        ? ['It runs and will be killed first.']
        : [`${countOf(running.length)} of these run and will be killed first.`]),
    ...(those.length === 0
      ? []
      : [
          `Fedwright has deployed the kit of ${listNames(those)} there, which goes as well: the page Deployments stops and removes it in order.`,
        ]),
    ...(deployed.some(isRunning) ? ['A federation that runs would lose a participant.'] : []),
    'Images and named volumes stay.',
  ].join(' ');
}
