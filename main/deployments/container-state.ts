import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import type { DeploymentState } from '../../preload/contract/deployments';
import type { Engines } from '../docker/engines';
import { type ConsoleWatch, hasLost, hear, newWatch } from './console-watch';
import { listOurs, type ListedContainer, previousOf, toView } from './container-previous';
import { withoutColours } from './log-follow';
import type { DeploymentRow } from './store';

const askMs = 10_000;
/** For the log of a host that is far away. */
const readMs = 60_000;
/** Of a log that was never read, the end; in a longer one, what came before is not known. */
const firstLines = 20_000;
/** A start is in the first minutes of a log, however long it has become. */
const startMs = 3 * 60_000;

interface Known extends ConsoleWatch {
  /** Of one start of one container. */
  startedAt: string;
  /** When the last line was written that was read, as the engine tells it. */
  until: string;
  last: string;
}

/** How kits in containers are. Of each start what was read of its log is remembered, and read on from there. */
export function createContainerStates(engines: Engines) {
  const known = new Map<string, Known>();
  /** What is read twice at once would be heard twice. */
  const reading = new Map<string, Promise<Known>>();

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
    const seen = await inTurn(found.Id, () => readLog(hostId, found.Id, State.StartedAt)).catch(
      // The container answers, and so does its engine: a log that does not come says nothing about the others.
      () => {
        const before = known.get(found.Id);
        const ofThisStart = before?.startedAt === State.StartedAt ? before : unread(State.StartedAt);
        return { ...ofThisStart, last: 'Its log could not be read.' };
      },
    );
    const lost = row.type !== 'server' && hasLost(seen, Date.now());
    return {
      ...base,
      phase: !seen.ready ? 'starting' : lost ? 'lost' : 'ready',
      ...{
        since: Date.parse(State.StartedAt),
        pid: State.Pid,
        sites: seen.sites,
        note: seen.last.slice(0, 400),
      },
    };
  }

  function inTurn(id: string, read: () => Promise<Known>): Promise<Known> {
    const next = (reading.get(id) ?? Promise.resolve()).then(read, read).finally(() => {
      if (reading.get(id) === next) reading.delete(id);
    });
    reading.set(id, next);
    return next;
  }

  async function readLog(hostId: string, id: string, startedAt: string): Promise<Known> {
    const before = known.get(id);
    const of = before?.startedAt === startedAt ? before : unread(startedAt);
    const lines = await engines.ask(hostId, readMs, (docker, signal) => linesOf(docker, id, of, signal));
    for (const { at, text } of lines) {
      of.until = at;
      hear(of, text, Date.parse(at));
      if (text.trim() !== '') of.last = withoutColours(text);
    }
    known.set(id, of);
    return of;
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

const unread = (startedAt: string): Known => ({ ...newWatch(), startedAt, until: '', last: '' });

/** 143 is how it ends when it is asked to. */
function endOf(
  state: Docker.ContainerInspectInfo['State'],
): Pick<DeploymentState, 'phase' | 'exitCode' | 'note'> {
  if (state.Status === 'created' || state.ExitCode === 143)
    return { phase: 'stopped', exitCode: null, note: state.Error };
  const note = state.OOMKilled ? 'It was ended for want of memory.' : state.Error;
  return { phase: 'ended', exitCode: state.ExitCode, note };
}

interface Line {
  /** As the engine writes it: all of one length, so that they compare as text. */
  at: string;
  text: string;
}

/** What was written after what is known already; of a log that is new to us, its start and its end. */
async function linesOf(docker: Docker, id: string, of: Known, signal: AbortSignal): Promise<Line[]> {
  if (of.until !== '') {
    const lines = await readLines(docker, id, { since: of.until, signal });
    return lines.filter(({ at }) => at > of.until);
  }
  const all = await readLines(docker, id, { since: of.startedAt, tail: firstLines, signal });
  const began = Date.parse(of.startedAt);
  const end = all.filter(({ at }) => Date.parse(at) >= began);
  if (all.length < firstLines) return end;
  const start = await readLines(docker, id, {
    since: of.startedAt,
    until: new Date(began + startMs).toISOString(),
    signal,
  });
  for (const { at, text } of start) hear(of, text, Date.parse(at));
  // Connections that were opened or closed in between were not read.
  of.wires = null;
  return end.filter(({ at }) => at > (start.at(-1)?.at ?? ''));
}

async function readLines(
  docker: Docker,
  id: string,
  { since, until, tail, signal }: { since: string; until?: string; tail?: number; signal: AbortSignal },
): Promise<Line[]> {
  const log: unknown = await docker.getContainer(id).logs({
    ...{ stdout: true, stderr: true, follow: false, timestamps: true, since: secondsOf(since) },
    ...(until !== undefined && { until: secondsOf(until) }),
    ...(tail !== undefined && { tail }),
    abortSignal: signal,
  });
  const bytes = Buffer.isBuffer(log) ? log : await buffer(log as NodeJS.ReadableStream);
  return withoutFrames(bytes)
    .split('\n')
    .flatMap((line) => {
      const cut = line.indexOf(' ');
      return cut > 0 ? [{ at: line.slice(0, cut), text: line.slice(cut + 1) }] : [];
    });
}

/** An engine takes whole seconds: what falls into the first of them is left out afterwards. */
const secondsOf = (at: string): number => Math.floor(Date.parse(at) / 1000);

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
