import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ContainerPlace } from '../../preload/contract/deployments';
import type { Engines } from '../containers/engines';
import { conflict, notFound } from '../errors';
import type { TaskContext } from '../tasks/service';
import {
  copyData,
  createWithKit,
  editsIn,
  findContainer,
  hashesOf,
  label,
  notOurs,
  readKit,
  removeContainer,
  renameContainer,
  runContainer,
} from './container-kit';
import { dropOld, listOurs, previousName, previousOf } from './container-previous';
import { createContainerStates } from './container-state';
import { chosenEdits, type DeployRequest, type Ground } from './ground';
import { probeImage } from './image';
import { readContent } from './kit-content';
import { inContainer, readTar } from './kit-tar';
import type { Parts } from './parts';
import { filesOf } from './preview';
import type { DeploymentRow } from './store';

/** So many containers of before are kept. */
const kept = 3;
const storage = `/${inContainer}/kit/storage`;

type Request = DeployRequest<ContainerPlace>;

/** Kits in containers of their own. The container of before lies beside under another name. */
export function createContainerGround(parts: Parts, engines: Engines): Ground<ContainerPlace> {
  const { access, kits, scripts } = parts;
  const { states } = createContainerStates(engines);

  const contentOf = ({ leaving, ownStorage }: Request) =>
    readContent(leaving, { storage: ownStorage ? storage : null, modeOf: kits.modeOf });
  const probe = ({ hostId, image }: ContainerPlace) =>
    probeImage(engines, hostId, { image, script: scripts.textOf('probe') });

  async function look(place: ContainerPlace) {
    const found = await findContainer(engines, place.hostId, place.name);
    if (found && found.deployment === null) throw notOurs(place.name, access.need(place.hostId).name);
    return { found, there: found ? await readKit(engines, place.hostId, found.id) : null };
  }

  async function need(row: DeploymentRow) {
    const found = await findContainer(engines, row.hostId, placeOf(row).name);
    if (!found) throw notFound(`The container "${placeOf(row).name}"`);
    return found;
  }

  return {
    async preview(request) {
      const { place } = request;
      const [{ found, there }, image, content] = await Promise.all([
        look(place),
        probe(place),
        contentOf(request),
      ]);
      const run = Number(found?.labels[label.run]);
      return {
        ...{ target: place.name, files: filesOf(content), sizeBytes: content.sizeBytes },
        replaces: found ? 'kit' : 'nothing',
        replacedRun: Number.isInteger(run) && found ? run : null,
        running: found?.running ?? false,
        edits: there ? editsIn(there, content) : [],
        data: found ? ['What NVFlare and its jobs left in the container'] : [],
        ...{ freeBytes: null, python: image.python, nvflare: image.nvflare, notes: [] },
      };
    },
    deploy: (request, task) => deploy(request, task),
    async start(row) {
      await runContainer(engines, row.hostId, (await need(row)).id, 'start');
    },
    async stop(row, task) {
      const found = await findContainer(engines, row.hostId, placeOf(row).name);
      if (!found) return;
      await runContainer(engines, row.hostId, found.id, 'stop');
      task.log('The container has ended, and with it every process in it.');
    },
    async rollBack(row, previousId, task) {
      const { name } = placeOf(row);
      const list = previousOf(await listOurs(engines, row.hostId), name, row.id);
      const back = list.find(({ number }) => String(number) === previousId);
      if (!back) throw notFound('This kit of before');
      const found = await findContainer(engines, row.hostId, name);
      if (found) await copyData(engines, row.hostId, { from: found.id, to: back.id }, task);
      await swap(row, { old: found?.id ?? null, next: back.id, number: (list[0]?.number ?? 0) + 1 });
      const labels = (await need(row)).labels;
      const kitId = labels[label.kit];
      return kitId ? { kitId, runNumber: Number(labels[label.run]) } : null;
    },
    async remove(row) {
      const { name } = placeOf(row);
      for (const { id } of previousOf(await listOurs(engines, row.hostId), name, row.id))
        await removeContainer(engines, row.hostId, id);
      const found = await findContainer(engines, row.hostId, name);
      if (found) await removeContainer(engines, row.hostId, found.id);
    },
    hashes: async (row) => hashesOf(await readKit(engines, row.hostId, (await need(row)).id)),
    states,
    async readLog(row, file, from) {
      const { id } = await need(row);
      const files = await engines.ask(row.hostId, 60_000, async (docker) => {
        const path = `/${inContainer}/kit/${file}`;
        return readTar((await docker.getContainer(id).getArchive({ path })) as unknown as Readable, 1 << 28);
      });
      const all = files.get(file) ?? Buffer.alloc(0);
      const start = from < 0 ? Math.max(0, all.length + from) : from > all.length ? 0 : from;
      return { content: all.subarray(start, start + 1_000_000), from: start, size: all.length };
    },
  };

  async function deploy(request: Request, task: TaskContext) {
    const { place, leaving } = request;
    task.stage('Trying the image', 0, 4);
    const { found, there } = await look(place);
    const wasRunning = found?.running ?? false;
    if (wasRunning && !request.restart) throw runs(place.name);
    const image = await probe(place);
    task.log(`"${place.image}" has NVFlare ${image.nvflare}.`);
    const content = await contentOf(request);
    const id = found?.deployment ?? parts.rows.at(place, place.name)?.id ?? randomUUID();
    const carryOver = there ? chosenEdits(editsIn(there, content), request.carryOver) : [];
    for (const path of carryOver) task.log(`${path} is carried over as it was changed there.`);
    const carried = new Map(carryOver.map((path) => [path, there?.files.get(path) ?? null]));
    task.stage('Making the container', 1, 4);
    const command = ['sh', '-c', scripts.textOf('container'), 'sh', image.python];
    const about = { deployment: id, leaving, content, carried, command };
    const next = await createWithKit(engines, place, about, task);
    try {
      task.stage('Putting it in place', 2, 4);
      if (found && wasRunning) await runContainer(engines, place.hostId, found.id, 'stop');
      if (found) await copyData(engines, place.hostId, { from: found.id, to: next }, task);
      const list = previousOf(await listOurs(engines, place.hostId), place.name, id);
      const number = (list[0]?.number ?? 0) + 1;
      await swap({ hostId: place.hostId, place }, { old: found?.id ?? null, next, number });
    } catch (error) {
      await removeContainer(engines, place.hostId, next).catch(() => undefined);
      // What ran before goes on.
      if (found && wasRunning)
        await runContainer(engines, place.hostId, found.id, 'start').catch(() => undefined);
      throw error;
    }
    await dropOld(engines, place, { deployment: id, keep: kept });
    return { id, place, target: place.name, ports: content.ports, wasRunning };
  }

  /** Two renames, of which the first is taken back when the second fails. */
  async function swap(
    { hostId, place }: Pick<DeploymentRow, 'hostId' | 'place'>,
    { old, next, number }: { old: string | null; next: string; number: number },
  ): Promise<void> {
    const { name } = place as ContainerPlace;
    if (old) await renameContainer(engines, hostId, old, previousName(name, number));
    try {
      await renameContainer(engines, hostId, next, name);
    } catch (error) {
      if (old) await renameContainer(engines, hostId, old, name);
      throw error;
    }
  }
}

const runs = (name: string) =>
  conflict(`The container "${name}" is running.`, 'Stop it first, or let it be stopped and started again.');

function placeOf({ place }: DeploymentRow): ContainerPlace {
  if (place.kind !== 'container') throw new Error('a folder of a host is no container');
  return place;
}
