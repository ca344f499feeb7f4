import type { ContainerPlace } from '../../preload/contract/deployments';
import type { Engines } from '../docker/engines';
import { kitLabels as label } from '../docker/kit-labels';
import { AppError, notFound } from '../errors';
import { deployToContainer, exchangeNames, previewContainer } from './container-deploy';
import { copyData, findContainer, hashesOf, readKit, removeContainer, runContainer } from './container-kit';
import { createContainerLogs } from './container-log';
import { listOurs, previousOf } from './container-previous';
import { createContainerStates, kitIn } from './container-state';
import type { Ground } from './ground';
import type { Parts } from './parts';
import { portOwner } from './server-ports';
import type { DeploymentRow } from './store';

/** Kits in containers of their own. The container of before lies beside under another name. */
export function createContainerGround(parts: Parts, engines: Engines): Ground<ContainerPlace> {
  const find = (row: DeploymentRow) => findContainer(engines, row.hostId, placeOf(row).name);
  async function need(row: DeploymentRow) {
    const found = await find(row);
    if (!found) throw removed(row);
    return found;
  }
  const logs = createContainerLogs(engines, () => parts.scripts.textOf('read-log'));
  const previous = async (row: DeploymentRow) =>
    previousOf(await listOurs(engines, row.hostId), placeOf(row).name, row.id);

  return {
    preview: (request, signal) => previewContainer(parts, engines, request, signal),
    deploy: (request, task) => deployToContainer(parts, engines, request, task),
    async start(row) {
      const { hostId } = row;
      const { id: containerId } = await need(row);
      try {
        await runContainer(engines, hostId, containerId, 'start');
      } catch (error) {
        throw await parts.explainStart({ hostId, containerId, owner: portOwner(row.id) }, error);
      }
    },
    async stop(row, task) {
      const found = await find(row);
      if (!found) return;
      await runContainer(engines, row.hostId, found.id, 'stop');
      task.log('The container has ended, and with it every process in it.');
    },
    async rollBack(row, previousId, task) {
      const back = (await previous(row)).find(({ number }) => String(number) === previousId);
      if (!back) throw notFound('This kit of before');
      const old = await find(row);
      if (old) await copyData(engines, row.hostId, { from: old.id, to: back.id }, task);
      const ids = { deployment: row.id, old: old?.id ?? null, next: back.id };
      await exchangeNames(engines, placeOf(row), ids);
      const { labels } = await need(row);
      const kitId = labels[label.kit];
      return kitId ? { kitId, runNumber: Number(labels[label.run]) } : null;
    },
    async remove(row) {
      for (const { id } of await previous(row)) await removeContainer(engines, row.hostId, id);
      const found = await find(row);
      if (found) await removeContainer(engines, row.hostId, found.id);
    },
    hashes: async (row) => hashesOf(await readKit(engines, row.hostId, (await need(row)).id)),
    async *console(row, tail, signal) {
      const { id: containerId } = await need(row);
      yield* parts.containerLog({ containers: [{ hostId: row.hostId, containerId }], tail }, signal);
    },
    states: createContainerStates(engines, () => parts.scripts.textOf('way'), parts.kits.find).states,
    async isOther(row) {
      const found = await find(row);
      return found !== null && kitIn(found.labels, row, parts.kits.find) === 'other';
    },
    readLog: async (row, file, from) =>
      logs.readLog({ hostId: row.hostId, ...(await need(row)) }, file, from),
  };
}

const removed = ({ target, hostName }: DeploymentRow): AppError =>
  new AppError('NOT_FOUND', `The container "${target}" was removed from "${hostName}".`, {
    hint: 'Send its kit again, which makes a new one, or take it off the list.',
  });

function placeOf({ place }: DeploymentRow): ContainerPlace {
  if (place.kind !== 'container') throw new Error('a folder of a host is no container');
  return place;
}
