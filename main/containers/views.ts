import type { ContainerInfo, ContainerInspectInfo } from 'dockerode';
import { kitLabels } from '../docker/kit-labels';
import { secretsLabel } from '../docker/secret-variables';
import {
  type Container,
  type ContainerDetail,
  type ContainerLimits,
  containerStates,
} from '../../preload/contract/containers';

const stateOf = (state: string): Container['state'] =>
  containerStates.find((each) => each === state) ?? 'unknown';
/** An engine writes names with a slash before them. */
export const nameOf = (name: string | undefined): string => (name ?? '').replace(/^\//, '');

/** A row of an engine's list. */
export function toContainer(info: ContainerInfo): Container {
  return {
    id: info.Id,
    name: nameOf(info.Names[0]),
    image: info.Image,
    state: stateOf(info.State),
    status: info.Status,
    exitCode: exitCodeIn(info.Status),
    unhealthy: info.Status.includes('(unhealthy)'),
    createdAt: info.Created * 1000,
    participant: info.Labels?.[kitLabels.participant] ?? null,
    ports: info.Ports.map((port) => ({
      containerPort: port.PrivatePort,
      hostPort: port.PublicPort ?? null,
      address: port.IP ?? '',
      protocol: port.Type,
    })).toSorted((a, b) => a.containerPort - b.containerPort || a.address.localeCompare(b.address)),
  };
}

/** A list tells it within its words only, such as `Exited (3) 2 minutes ago`. */
function exitCodeIn(status: string): number | null {
  const [, code] = /^(?:Exited|Restarting) \((\d+)\)/.exec(status) ?? [];
  return code === undefined ? null : Number(code);
}

/** Cores and bytes; an engine writes 0 for "no limit", and a quota where someone set one instead of cores. */
export function limitsOf({ HostConfig: config }: Pick<ContainerInspectInfo, 'HostConfig'>): ContainerLimits {
  const { NanoCpus = 0, CpuQuota = 0, CpuPeriod = 0, Memory = 0 } = config;
  const quota = CpuQuota > 0 ? CpuQuota / (CpuPeriod || 100_000) : null;
  return { cpus: NanoCpus > 0 ? NanoCpus / 1e9 : quota, memoryBytes: Memory > 0 ? Memory : null };
}

/** An engine keeps what it said of the last start that failed, and forgets it with one that does not. */
export const startErrorOf = ({ State }: Pick<ContainerInspectInfo, 'State'>): string | null =>
  State.Running || State.Dead || State.Error === '' ? null : State.Error;

/** An engine keeps this as well until the next start. */
export const wasOutOfMemory = ({ State }: Pick<ContainerInspectInfo, 'State'>): boolean =>
  !State.Running && State.OOMKilled;

const secretName =
  /pass|secret|token|credential|private|auth|api_?key|access_?key|_key$|^key$|_pw$|^pw$|dsn/i;
/** A value that carries a login, whatever its name is. */
const secretValue = /\/\/[^/\s:@]*:[^/\s@]+@|-----BEGIN/;
const hidden = '[hidden]';

const isSecret = (name: string, value: string): boolean => secretName.test(name) || secretValue.test(value);

/** By their looks, or because they came out of the keychain. */
function variablesOf({ Config }: ContainerInspectInfo) {
  const known = new Set((Config.Labels?.[secretsLabel] ?? '').split(' '));
  return (Config.Env ?? []).map(splitVariable).map((each) => ({
    ...each,
    secret: known.has(each.name) || isSecret(each.name, each.value),
  }));
}

function splitVariable(line: string): { name: string; value: string } {
  const at = line.indexOf('=');
  return at < 0 ? { name: line, value: '' } : { name: line.slice(0, at), value: line.slice(at + 1) };
}

/** Everything that is shown of one container. Values that look like secrets are left out, in `raw` as well. */
export function toDetail(info: ContainerInspectInfo): ContainerDetail {
  return {
    ...{ id: info.Id, name: nameOf(info.Name), image: info.Config.Image, state: stateOf(info.State.Status) },
    createdAt: timeOf(info.Created) ?? 0,
    startedAt: timeOf(info.State.StartedAt),
    finishedAt: timeOf(info.State.FinishedAt),
    exitCode: ['exited', 'dead', 'restarting'].includes(info.State.Status) ? info.State.ExitCode : null,
    startError: startErrorOf(info),
    restartPolicy: info.HostConfig.RestartPolicy?.Name || 'no',
    command: [info.Path, ...info.Args],
    tty: info.Config.Tty,
    limits: limitsOf(info),
    environment: variablesOf(info).map(({ name, value, secret }) => ({ name, value: secret ? null : value })),
    mounts: info.Mounts.map((mount) => ({
      source: mount.Name ?? mount.Source,
      target: mount.Destination,
      readOnly: !mount.RW,
    })),
    networks: Object.entries(info.NetworkSettings.Networks ?? {}).map(([name, { IPAddress }]) => ({
      name,
      address: IPAddress ?? '',
    })),
    labels: Object.entries(info.Config.Labels ?? {}).map(([name, value]) => ({
      name,
      value: isSecret(name, value) ? hidden : value,
    })),
    raw: rawOf(info),
  };
}

function rawOf(info: ContainerInspectInfo): string {
  const secrets = variablesOf(info).filter(({ value, secret }) => value !== '' && secret);
  const labels = Object.entries(info.Config.Labels ?? {});
  const values = [
    ...secrets.map(({ name, value }) => [`${name}=${value}`, `${name}=${hidden}`] as const),
    ...labels.filter(([name, value]) => isSecret(name, value)).map(([, value]) => [value, hidden] as const),
  ];
  const known = new Map<string, string>(values);
  const hide = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? (known.get(value) ?? value) : value;
  return JSON.stringify(info, hide, 2);
}

/** An engine writes year 1 for "never". */
function timeOf(text: string): number | null {
  const at = Date.parse(text);
  return Number.isFinite(at) && at > 0 ? at : null;
}
