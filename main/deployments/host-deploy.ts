import { randomUUID } from 'node:crypto';
import type { HostPlace } from '../../preload/contract/deployments';
import { conflict } from '../errors';
import type { TaskContext } from '../tasks/service';
import { startAgain } from './goes-on';
import { chosenEdits, type Deployed, type DeployRequest, labelOf, lockOf } from './ground';
import { assertFree, exchange, lookAt, stage } from './host-kit';
import type { HostKit, HostScripts } from './host-scripts';
import { readContent } from './kit-content';
import { isLoss } from './losses';
import type { Parts } from './parts';
import { findPython } from './python';

/** So many kits of before are kept beside the one of now. */
export const kept = 3;
const graceSeconds = 10;

type Request = DeployRequest<HostPlace>;

/** Looks first at the folder as it was typed: the far side knows where the home folder is. */
export async function lookFor({ access, scripts, kits, rows }: Parts, request: Request, signal: AbortSignal) {
  const { leaving, ownStorage, place: typed } = request;
  const seen = await lookAt(scripts, { ...typed, mark: '' }, signal);
  assertFree(seen, access.need(typed.hostId).name);
  const place = { ...typed, directory: seen.directory };
  const storage = ownStorage ? `${seen.directory}/storage` : null;
  const content = await readContent(leaving, { storage, modeOf: kits.modeOf });
  const known = rows.at(place, seen.directory);
  const running = seen.running || (known !== undefined && (await isStray(scripts, place, known.id, signal)));
  return { seen: { ...seen, running }, place, content, known };
}

/**
 * Whether something runs without its folder, or without what watched over it: by the folder alone that is not seen, as
 * what would tell of it may have been removed with it.
 */
async function isStray(scripts: HostScripts, place: HostPlace, mark: string, signal: AbortSignal) {
  const { hostId, directory } = place;
  const report = (await scripts.status(hostId, [{ hostId, directory, mark }], signal)).get(mark);
  return (report?.one('stray') ?? '') !== '';
}

/** Stages a kit beside its place, compares it, and exchanges it for what is there. */
export async function deployToHost(parts: Parts, request: Request, task: TaskContext): Promise<Deployed> {
  const { access, scripts } = parts;
  task.stage('Looking at the host', 0, 4);
  const { seen, place, content, known } = await lookFor(parts, request, task.signal);
  // It was started with the lock of the folder as it was typed, which may be one of several names of it.
  parts.tasks.relock(task.taskId, lockOf(place, place.directory));
  if (seen.running && !request.restart) throw runs(access.need(place.hostId).name);
  const kit = { ...place, mark: known?.id ?? randomUUID() };
  const label = labelOf(request.leaving);
  const carryOver = chosenEdits(seen.edits(content), request.carryOver);
  for (const path of carryOver) task.log(`${path} is carried over as it was changed there.`);
  let stopping = false;
  try {
    task.stage('Sending the kit', 1, 4);
    await stage(parts, kit, { content, label, kitId: request.leaving.kit.id }, task);
    task.stage('Putting it in place', 2, 4);
    if (seen.running) {
      stopping = true;
      await stopOnHost(scripts, kit, task);
    }
    task.signal.throwIfAborted();
    await exchange(scripts, kit, { label, keep: kept, copied: '0', carryOver }, task);
  } catch (error) {
    // A cancellation ends the session, and so looks like a loss.
    if (task.signal.aborted || !isLoss(error)) await tidy(scripts, kit);
    // With the Python that it had: another one may have been chosen for the next kit.
    const { python } = known?.place.kind === 'host' ? known.place : place;
    if (stopping) await startAgain((again) => startOnHost(scripts, kit, python, again), task);
    throw error;
  }
  const target = place.directory;
  return { id: kit.mark, place, target, ports: content.ports, wasRunning: seen.running };
}

/** With the Python that belongs to the kit, or the first one of the host. */
export async function startOnHost(
  scripts: HostScripts,
  kit: HostKit,
  python: string | null,
  task: TaskContext,
): Promise<void> {
  const found = await findPython(scripts, { hostId: kit.hostId, python }, task.signal);
  task.log(`With ${found.python}: Python ${found.version}, NVFlare ${found.nvflare}.`);
  await scripts.run('start', kit, [found.python, scripts.supervisorText()]);
}

export async function stopOnHost(scripts: HostScripts, kit: HostKit, task: TaskContext): Promise<void> {
  const report = await scripts.run('stop', kit, [String(graceSeconds)], { timeoutMs: 60_000 });
  const [forced] = report.all('forced');
  if (forced) task.log(`These processes had to be made to end: ${forced}.`);
  task.log('It has ended, with every process that it had started.');
}

/** What was staged serves the next try after a loss; after anything else it goes. */
const tidy = (scripts: HostScripts, kit: HostKit) => scripts.run('unstage', kit).catch(() => undefined);

const runs = (hostName: string) =>
  conflict(`The kit on "${hostName}" is running.`, 'Stop it first, or let it be stopped and started again.');
