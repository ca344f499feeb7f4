import type { DeployItem, Place, Started } from '../../preload/contract/deployments';
import type { Task } from '../../preload/contract/tasks';
import { toAppError } from '../errors';
import { lockOf } from './ground';
import type { Parts } from './parts';
import { kinds } from './work';

/** Starts the work on each place as a task of its own. */
export function createStarts({ rows, kits, access, tasks }: Parts) {
  const begin = (request: {
    kind: string;
    title: string;
    input: unknown;
    id: string;
    place: Pick<Place, 'hostId' | 'kind'>;
    target: string;
    by: string;
  }): Task =>
    tasks.start({
      ...{ kind: request.kind, title: request.title, input: request.input, startedBy: request.by },
      subject: { type: 'deployment', id: request.id },
      lock: lockOf(request.place, request.target),
    });

  const onRow = (deploymentId: string, kind: string, verb: string, by: string, more: object = {}): Task => {
    const { id, place, target, participant, hostName } = rows.need(deploymentId);
    const title = `${verb} ${participant} on ${hostName}`;
    return begin({ kind, title, input: { deploymentId, ...more }, id, place, target, by });
  };
  const onEach = (ids: string[], start: (id: string) => Task): Started =>
    ids.map((id) => result(id, () => start(id)));

  return {
    deploy: (items: DeployItem[], by: string): Started =>
      items.map((item) =>
        result(item.kitId, () => {
          const { participant } = kits.leave(item.kitId, item.evenDisabled).kit;
          const { place } = item;
          const target = place.kind === 'host' ? place.directory : place.name;
          const title = `Send the kit of ${participant} to ${access.need(place.hostId).name}`;
          const id = rows.at(place, target)?.id ?? item.kitId;
          return begin({ kind: kinds.deploy, title, input: item, id, place, target, by });
        }),
      ),
    start: (ids: string[], anyway: boolean, by: string): Started =>
      onEach(ids, (id) => onRow(id, kinds.start, 'Start', by, { anyway })),
    stop: (ids: string[], by: string): Started => onEach(ids, (id) => onRow(id, kinds.stop, 'Stop', by)),
    restart: (ids: string[], anyway: boolean, by: string): Started =>
      onEach(ids, (id) => onRow(id, kinds.restart, 'Restart', by, { anyway })),
    remove: (ids: string[], by: string): Started =>
      onEach(ids, (id) => onRow(id, kinds.remove, 'Remove', by)),
    rollBack: (deploymentId: string, previousId: string, by: string): { taskId: string } => ({
      taskId: onRow(deploymentId, kinds.rollBack, 'Roll back', by, { previousId }).id,
    }),
  };
}

function result(id: string, start: () => Task): Started[number] {
  try {
    return { id, taskId: start().id, error: null };
  } catch (error) {
    const known = toAppError(error);
    if (!known) throw error;
    return {
      ...{ id, taskId: null },
      error: { message: known.message, hint: known.data.hint, reason: known.data.reason ?? null },
    };
  }
}
