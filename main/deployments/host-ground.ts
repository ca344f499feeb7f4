import { randomUUID } from 'node:crypto';
import type { HostPlace } from '../../preload/contract/deployments';
import { AppError, conflict } from '../errors';
import type { TaskContext } from '../tasks/service';
import { chosenEdits, type DeployRequest, type Ground, labelOf } from './ground';
import { assertFree, exchange, lookAt, stage } from './host-kit';
import { type HostKit, readHashes } from './host-scripts';
import { readState } from './host-state';
import { type KitContent, readContent } from './kit-content';
import type { Parts } from './parts';
import { findPython } from './python';
import { previewOf } from './preview';
import type { DeploymentRow } from './store';

/** So many kits of before are kept beside the one of now. */
const kept = 3;
const graceSeconds = 10;

type Request = DeployRequest<HostPlace>;

/** Kits in folders of SSH hosts. */
export function createHostGround(parts: Parts): Ground<HostPlace> {
  const { access, scripts, kits, rows } = parts;

  const contentOf = (leaving: Request['leaving'], ownStorage: boolean, directory: string) =>
    readContent(leaving, { storage: ownStorage ? `${directory}/storage` : null, modeOf: kits.modeOf });

  /** Looks first at the folder as it was typed: the far side knows where the home folder is. */
  async function look({ place }: Request, signal: AbortSignal) {
    const seen = await lookAt(scripts, { ...place, mark: '' }, signal);
    assertFree(seen, access.need(place.hostId).name);
    const target = { ...place, directory: seen.directory };
    return { seen, place: target, known: rows.at(target, seen.directory) };
  }

  return {
    async preview(request, signal) {
      const { seen, place } = await look(request, signal);
      const content = await contentOf(request.leaving, request.ownStorage, seen.directory);
      const python = await findPython(scripts, place, signal).catch(() => null);
      return previewOf({ seen, content, python, target: seen.directory });
    },
    async deploy(request, task) {
      task.stage('Looking at the host', 0, 4);
      const { seen, place, known } = await look(request, task.signal);
      if (seen.running && !request.restart) throw runs(access.need(place.hostId).name);
      const kit = { ...place, mark: known?.id ?? randomUUID() };
      const content = await contentOf(request.leaving, request.ownStorage, seen.directory);
      const label = labelOf(request.leaving);
      const carryOver = chosenEdits(seen.edits(content), request.carryOver);
      for (const path of carryOver) task.log(`${path} is carried over as it was changed there.`);
      try {
        task.stage('Sending the kit', 1, 4);
        await stage(parts, kit, { content, label, kitId: request.leaving.kit.id }, task);
        task.stage('Putting it in place', 2, 4);
        if (seen.running) await stop(kit, task);
        task.signal.throwIfAborted();
        await exchange(scripts, kit, { label, keep: kept, copied: '0', carryOver }, task);
      } catch (error) {
        await tidy(kit, error);
        throw error;
      }
      return {
        ...{ id: kit.mark, place, target: place.directory, ports: content.ports },
        wasRunning: seen.running,
      };
    },
    async start(row, task) {
      const python = await findPython(scripts, placeOf(row), task.signal);
      task.log(`With ${python.python}: Python ${python.version}, NVFlare ${python.nvflare}.`);
      await scripts.run('start', kitOf(row), [python.python, scripts.supervisorText()]);
    },
    stop: (row, task) => stop(kitOf(row), task),
    async rollBack(row, previousId, task) {
      const report = await scripts.run('roll-back', kitOf(row), [previousId]);
      const label = report.one('deployed') ?? '';
      try {
        await exchange(scripts, kitOf(row), { label, keep: kept, copied: previousId, carryOver: [] }, task);
      } catch (error) {
        await scripts.run('unstage', kitOf(row)).catch(() => undefined);
        throw error;
      }
      const [kitId, run] = label.split(' ');
      return kitId && run ? { kitId, runNumber: Number(run) } : null;
    },
    remove: async (row) => void (await scripts.run('remove', kitOf(row), [], { timeoutMs: 10 * 60_000 })),
    hashes: async (row) => readHashes((await scripts.run('kit-hashes', kitOf(row))).all('file')),
    async states(hostId, deployments, signal) {
      const reports = await scripts.status(hostId, deployments.map(kitOf), signal);
      return new Map(
        deployments.flatMap((row) => {
          const report = reports.get(row.id);
          return report ? [[row.id, readState(report, row.kitId)]] : [];
        }),
      );
    },
    readLog: (row, file, from, signal) => scripts.readLog(kitOf(row), file, from, signal),
  };

  async function stop(kit: HostKit, task: TaskContext): Promise<void> {
    const report = await scripts.run('stop', kit, [String(graceSeconds)], { timeoutMs: 60_000 });
    const forced = report.all('forced');
    if (forced.length > 0) task.log(`These processes had to be made to end: ${forced[0]}.`);
    task.log('It has ended, with every process that it had started.');
  }

  /** What was staged serves the next try after a loss; after anything else it goes. */
  async function tidy(kit: HostKit, error: unknown): Promise<void> {
    if (error instanceof AppError && error.data.reason === 'lost') return;
    await scripts.run('unstage', kit).catch(() => undefined);
  }
}

const runs = (hostName: string) =>
  conflict(`The kit on "${hostName}" is running.`, 'Stop it first, or let it be stopped and started again.');

function placeOf({ place }: DeploymentRow): HostPlace {
  if (place.kind !== 'host') throw new Error('a container is no folder of a host');
  return place;
}

const kitOf = (row: DeploymentRow): HostKit => ({
  ...{ hostId: row.hostId, directory: placeOf(row).directory, mark: row.id },
});
