import { randomUUID } from 'node:crypto';
import type { ContainerPlace } from '../../preload/contract/deployments';
import type { Engines } from '../docker/engines';
import { kitLabels as label } from '../docker/kit-labels';
import { conflict, toAppError } from '../errors';
import type { TaskContext } from '../tasks/service';
import {
  copyData,
  createWithKit,
  editsIn,
  findContainer,
  notOurs,
  readKit,
  removeContainer,
  renameContainer,
  runContainer,
} from './container-kit';
import { dropOld, listOurs, previousName, previousOf } from './container-previous';
import { startAgain } from './goes-on';
import { chosenEdits, type Deployed, type DeployRequest } from './ground';
import { probeImage } from './image';
import { readContent } from './kit-content';
import { inContainer } from './kit-tar';
import type { Parts } from './parts';
import { filesOf } from './preview';

/** So many containers of before are kept. */
const kept = 3;

type Request = DeployRequest<ContainerPlace>;

/** What is at the place, whether the image can be used, and what is to go there. */
async function lookFor(
  { access, scripts, kits }: Parts,
  engines: Engines,
  request: Request,
  signal: AbortSignal,
) {
  const { place, leaving, ownStorage } = request;
  const found = await findContainer(engines, place.hostId, place.name);
  if (found && found.deployment === null) throw notOurs(place.name, access.need(place.hostId).name);
  const [there, image, content] = await Promise.all([
    found ? readKit(engines, place.hostId, found.id) : null,
    probeImage(engines, place.hostId, { image: place.image, script: scripts.textOf('probe') }, signal),
    readContent(leaving, {
      storage: ownStorage ? `/${inContainer}/kit/storage` : null,
      modeOf: kits.modeOf,
    }),
  ]);
  return { found, there, image, content, edits: there ? editsIn(there, content) : [] };
}

export async function previewContainer(
  parts: Parts,
  engines: Engines,
  request: Request,
  signal: AbortSignal,
) {
  const { found, image, content, edits } = await lookFor(parts, engines, request, signal);
  const run = Number(found?.labels[label.run]);
  return {
    ...{ target: request.place.name, files: filesOf(content), sizeBytes: content.sizeBytes, edits },
    replaces: found ? ('kit' as const) : ('nothing' as const),
    replacedRun: found && Number.isInteger(run) ? run : null,
    running: found?.running ?? false,
    ports: content.ports,
    data: found ? ['all of it, from the container of before'] : [],
    ...{ freeBytes: null, python: image.python, nvflare: image.nvflare, notes: [] },
  };
}

/** Makes a container with the kit beside the one that is there, and exchanges their names. */
export async function deployToContainer(
  parts: Parts,
  engines: Engines,
  request: Request,
  task: TaskContext,
): Promise<Deployed> {
  const { place, leaving } = request;
  task.stage('Trying the image', 0, 4);
  const { found, there, image, content, edits } = await lookFor(parts, engines, request, task.signal);
  const wasRunning = found?.running ?? false;
  if (wasRunning && !request.restart) throw runs(place.name);
  task.log(`"${place.image}" has NVFlare ${image.nvflare}.`);
  const id = found?.deployment ?? parts.rows.at(place, place.name)?.id ?? randomUUID();
  const carryOver = chosenEdits(edits, request.carryOver);
  for (const path of carryOver) task.log(`${path} is carried over as it was changed there.`);
  const carried = new Map(carryOver.map((path) => [path, there?.files.get(path) ?? null]));
  task.stage('Making the container', 1, 4);
  const command = ['sh', '-c', parts.scripts.textOf('container'), 'sh', image.python];
  const next = await createWithKit(
    engines,
    place,
    { deployment: id, leaving, content, carried, command },
    task,
  );
  try {
    task.stage('Putting it in place', 2, 4);
    if (found && wasRunning) await runContainer(engines, place.hostId, found.id, 'stop');
    if (found) await copyData(engines, place.hostId, { from: found.id, to: next }, task);
    task.signal.throwIfAborted();
    await exchangeNames(engines, place, { deployment: id, old: found?.id ?? null, next });
  } catch (error) {
    await removeContainer(engines, place.hostId, next).catch(() => undefined);
    if (found && wasRunning)
      await startAgain(() => runContainer(engines, place.hostId, found.id, 'start'), task);
    throw error;
  }
  // The kit is in place by then: what cannot be removed now is removed with the next one.
  await dropOld(engines, place, { deployment: id, keep: kept }).catch((error: unknown) =>
    task.log(`A container of before could not be removed: ${toAppError(error)?.message ?? String(error)}`),
  );
  return { id, place, target: place.name, ports: content.ports, wasRunning };
}

/** Two renames, of which the first is taken back when the second fails. */
export async function exchangeNames(
  engines: Engines,
  { hostId, name }: Pick<ContainerPlace, 'hostId' | 'name'>,
  { deployment, old, next }: { deployment: string; old: string | null; next: string },
): Promise<void> {
  const [newest] = previousOf(await listOurs(engines, hostId), name, deployment);
  if (old) await renameContainer(engines, hostId, old, previousName(name, (newest?.number ?? 0) + 1));
  try {
    await renameContainer(engines, hostId, next, name);
  } catch (error) {
    if (old) await renameContainer(engines, hostId, old, name);
    throw error;
  }
}

const runs = (name: string) =>
  conflict(`The container "${name}" is running.`, 'Stop it first, or let it be stopped and started again.');
