import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import type { DeploymentState } from '../../preload/contract/deployments';
import type { Engines } from '../docker/engines';
import { listOurs, type ListedContainer, previousOf, toView } from './container-previous';
import { withoutColours } from './log-follow';
import type { DeploymentRow } from './store';

const askMs = 10_000;
/** Of a log that is long, the end. What was seen once is remembered. */
const tail = 3000;

interface Known {
  /** Of one start of one container. */
  startedAt: string;
  ready: boolean;
  sites: number | null;
}

/** How kits in containers are. Remembers of each start what scrolls out of its log. */
export function createContainerStates(engines: Engines) {
  const known = new Map<string, Known>();

  async function stateOf(
    hostId: string,
    row: DeploymentRow,
    list: ListedContainer[],
  ): Promise<DeploymentState> {
    const { name } = row.place as { name: string };
    const previous = previousOf(list, name, row.id).map(toView);
    const found = list.find(({ Names }) => Names.includes(`/${name}`));
    const base = { at: Date.now(), since: null, pid: null, exitCode: null, sites: null, note: '', previous };
    if (!found) return { ...base, phase: 'missing' };
    const { State } = await engines.ask(hostId, askMs, (docker) => docker.getContainer(found.Id).inspect());
    if (!State.Running) return { ...base, ...endOf(State) };
    const seen = await readLog(hostId, found.Id, State.StartedAt);
    return {
      ...base,
      phase: seen.ready ? 'ready' : 'starting',
      ...{
        since: Date.parse(State.StartedAt),
        pid: State.Pid,
        sites: seen.sites,
        note: seen.last.slice(0, 400),
      },
    };
  }

  async function readLog(hostId: string, id: string, startedAt: string) {
    const before = known.get(id);
    const of = before?.startedAt === startedAt ? before : { startedAt, ready: false, sites: null };
    const lines = await engines.ask(hostId, askMs, (docker) => lastLines(docker, id, startedAt));
    of.ready ||= lines.some((line) => /Server started|Successfully registered client/.test(line));
    for (const line of lines) {
      const sites = /Total clients: (\d+)/.exec(line)?.[1];
      if (sites !== undefined) of.sites = Number(sites);
    }
    known.set(id, of);
    const last = lines.findLast((line) => line.trim() !== '') ?? '';
    return { ...of, last: withoutColours(last) };
  }

  return {
    async states(hostId: string, rows: DeploymentRow[]): Promise<Map<string, DeploymentState>> {
      const list = await listOurs(engines, hostId);
      return new Map(
        await Promise.all(rows.map(async (row) => [row.id, await stateOf(hostId, row, list)] as const)),
      );
    },
  };
}

/** 143 is how it ends when it is asked to. */
function endOf(
  state: Docker.ContainerInspectInfo['State'],
): Pick<DeploymentState, 'phase' | 'exitCode' | 'note'> {
  if (state.Status === 'created' || state.ExitCode === 143)
    return { phase: 'stopped', exitCode: null, note: state.Error };
  const note = state.OOMKilled ? 'It was ended for want of memory.' : state.Error;
  return { phase: 'ended', exitCode: state.ExitCode, note };
}

async function lastLines(docker: Docker, id: string, startedAt: string): Promise<string[]> {
  const since = Math.floor(Date.parse(startedAt) / 1000);
  const log: unknown = await docker
    .getContainer(id)
    .logs({ stdout: true, stderr: true, follow: false, tail, since });
  const bytes = Buffer.isBuffer(log) ? log : await buffer(log as NodeJS.ReadableStream);
  return withoutFrames(bytes).split('\n');
}

/** Both streams, each piece of which comes after eight bytes: which one, and how long. */
export function withoutFrames(bytes: Buffer): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    const length = bytes.readUInt32BE(at + 4);
    parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString('utf8');
}
