import type Docker from 'dockerode';
import type { DeploymentState } from '../../preload/contract/deployments';
import type { Engines } from '../docker/engines';
import { kitLabels } from '../docker/kit-labels';
import { hearOn, type Heard } from './console-read';
import { hasLost, isProven, newWatch, silentNote, type Way } from './console-watch';
import { listOurs, type ListedContainer, previousOf, toView } from './container-previous';
import { createContainerWays } from './container-way';
import { isOwn, unnotedNote } from './ground';
import type { Parts } from './parts';
import type { DeploymentRow } from './store';

const askMs = 10_000;
/** For the log of a host that is far away. */
const readMs = 60_000;

/** How kits in containers are. Of each start what was read of its log is remembered, and read on from there. */
export function createContainerStates(
  engines: Engines,
  wayScript: () => string,
  findKit: Parts['kits']['find'],
) {
  const { wayOf } = createContainerWays(engines, wayScript);
  const known = new Map<string, Heard>();
  /** What is read twice at once would be heard twice. */
  const reading = new Map<string, Promise<Heard>>();

  async function stateOf(
    hostId: string,
    row: DeploymentRow,
    list: ListedContainer[],
  ): Promise<DeploymentState> {
    const { name } = row.place as { name: string };
    const previous = previousOf(list, name, row.id).map(toView);
    const found = list.find(({ Names }) => Names.includes(`/${name}`));
    const blank = { at: Date.now(), since: null, pid: null, exitCode: null, sites: null, previous };
    const base = { ...blank, noteOf: 'words' as const, ...tellKit(found, row, findKit) };
    if (!found) return { ...base, phase: 'missing' };
    const { State } = await engines.ask(hostId, askMs, (docker) => docker.getContainer(found.Id).inspect());
    if (!State.Running) {
      const end = endOf(State);
      return { ...base, ...end, note: base.note || end.note };
    }
    const seen = await inTurn(found.Id, () => readLog(hostId, found.Id, State.StartedAt)).catch(
      // The container answers, and so does its engine: a log that does not come says nothing about the others.
      () => {
        const before = known.get(found.Id);
        const ofThisStart = before?.startedAt === State.StartedAt ? before : unread(State.StartedAt);
        return { ...ofThisStart, last: 'Its log could not be read.' };
      },
    );
    const isSite = row.type !== 'server' && seen.ready && seen.main !== null;
    const inDoubt = !isProven(seen.back, Date.now(), null);
    const ofStart = { hostId, id: found.Id, startedAt: State.StartedAt, main: seen.main ?? '' };
    const way = isSite ? await wayOf({ ...ofStart, port: seen.port }, inDoubt) : null;
    const lost = isSite && hasLost(seen, Date.now(), way);
    return {
      ...base,
      phase: !seen.ready ? 'starting' : lost ? 'lost' : 'ready',
      ...{
        since: Date.parse(State.StartedAt),
        pid: State.Pid,
        sites: seen.sites,
        ...noteOf(base, seen, way),
      },
    };
  }

  function inTurn(id: string, read: () => Promise<Heard>): Promise<Heard> {
    const next = (reading.get(id) ?? Promise.resolve()).then(read, read).finally(() => {
      if (reading.get(id) === next) reading.delete(id);
    });
    reading.set(id, next);
    return next;
  }

  async function readLog(hostId: string, id: string, startedAt: string): Promise<Heard> {
    const before = known.get(id);
    const of = before?.startedAt === startedAt ? before : unread(startedAt);
    await engines.ask(hostId, readMs, (docker, signal) => hearOn(docker, id, of, signal));
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

/** Which kit is in a container: the one that is noted, another one of ours, or somebody else's. */
export function kitIn(
  labels: Record<string, string>,
  row: Pick<DeploymentRow, 'kitId' | 'projectId' | 'participant'>,
  findKit: Parts['kits']['find'],
): 'noted' | 'unnoted' | 'other' {
  const found = labels[kitLabels.kit] ?? '';
  if (row.kitId === '' || found === row.kitId) return 'noted';
  return isOwn(findKit(found), row) ? 'unnoted' : 'other';
}

/** What is there of the kit, and what there is to say of that. */
function tellKit(
  found: ListedContainer | undefined,
  row: DeploymentRow,
  findKit: Parts['kits']['find'],
): Pick<DeploymentState, 'kitThere' | 'note'> {
  if (!found) return { kitThere: 'none', note: `The container "${row.target}" was removed.` };
  const there = kitIn(found.Labels, row, findKit);
  if (there === 'other') return { kitThere: 'other', note: 'Someone else has put another kit there.' };
  const note = there === 'unnoted' ? unnotedNote(found.Labels[kitLabels.run] ?? '') : '';
  return { kitThere: 'sent', note };
}

const unread = (startedAt: string): Heard => ({ ...newWatch(), startedAt, until: '', last: '' });

/** What there is to say of it, else what it has said itself. */
function noteOf(
  { note }: { note: string },
  { last }: Pick<Heard, 'last'>,
  way: Way | null,
): Pick<DeploymentState, 'note' | 'noteOf'> {
  const words = way === 'silent' ? silentNote : note;
  return words === '' ? { note: last.slice(0, 400), noteOf: 'log' } : { note: words, noteOf: 'words' };
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
