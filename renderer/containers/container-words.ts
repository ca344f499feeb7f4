import type { Container, ContainerAction, ContainerUsage } from '../../preload/contract/containers';
import { formatBytes } from '../ui/format';
import type { StatusState } from '../ui/status';

/** States of an engine as they are shown. */
export const stateWords: Record<Container['state'], { state: StatusState; label: string }> = {
  created: { state: 'off', label: 'Created' },
  running: { state: 'ok', label: 'Running' },
  paused: { state: 'attention', label: 'Paused' },
  restarting: { state: 'running', label: 'Restarting' },
  removing: { state: 'running', label: 'Removing' },
  exited: { state: 'off', label: 'Stopped' },
  dead: { state: 'failed', label: 'Dead' },
  unknown: { state: 'stale', label: 'Unknown' },
};

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

/** `12 % of 2 cores`; 100 % is one core. */
export function describeCpu(percent: number | null, cpus: number | null): string {
  const limit = cpus === null ? '' : ` of ${cpus} ${cpus === 1 ? 'core' : 'cores'}`;
  if (percent === null) return limit === '' ? '' : `–${limit}`;
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %${limit}`;
}

export function describeMemory(bytes: number | null, limit: number | null): string {
  if (bytes === null) return limit === null ? '' : `– of ${formatBytes(limit)}`;
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

export const countOf = (count: number): string => `${count} ${count === 1 ? 'container' : 'containers'}`;

/** Up to five names, and how many more there are. */
export function listNames(names: string[]): string {
  const shown = names
    .slice(0, 5)
    .map((name) => `"${name}"`)
    .join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
