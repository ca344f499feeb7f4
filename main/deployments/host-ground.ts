import type { HostPlace } from '../../preload/contract/deployments';
import { type Ground, isOwn } from './ground';
import { deployToHost, kept, lookFor, startOnHost, stopOnHost } from './host-deploy';
import { exchange } from './host-kit';
import { type HostKit, readHashes, type Report } from './host-scripts';
import { readState } from './host-state';
import type { Parts } from './parts';
import { previewOf } from './preview';
import { findPython } from './python';
import type { DeploymentRow } from './store';

/** What jobs left may take its time to go. */
const removeMs = 10 * 60_000;

/** Kits in folders of SSH hosts. */
export function createHostGround(parts: Parts): Ground<HostPlace> {
  const { scripts } = parts;
  const stateIn = (report: Report, row: DeploymentRow) =>
    readState(report, row, (kitId) => isOwn(parts.kits.find(kitId), row));
  return {
    async preview(request, signal) {
      const { seen, place, content } = await lookFor(parts, request, signal);
      const python = await findPython(scripts, place, signal).catch(() => null);
      return previewOf({ seen, content, python, target: seen.directory });
    },
    deploy: (request, task) => deployToHost(parts, request, task),
    start: (row, task) => startOnHost(scripts, kitOf(row), placeOf(row).python, task),
    python: async (row, signal) => (await findPython(scripts, placeOf(row), signal)).python,
    stop: (row, task) => stopOnHost(scripts, kitOf(row), task),
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
    remove: async (row) => void (await scripts.run('remove', kitOf(row), [], { timeoutMs: removeMs })),
    hashes: async (row, signal) =>
      readHashes((await scripts.run('kit-hashes', kitOf(row), [], { signal })).all('file')),
    async states(hostId, deployments, signal) {
      const reports = await scripts.status(hostId, deployments.map(kitOf), signal);
      return new Map(
        deployments.flatMap((row) => {
          const report = reports.get(row.id);
          return report ? [[row.id, stateIn(report, row)]] : [];
        }),
      );
    },
    async isOther(row, signal) {
      const report = (await scripts.status(row.hostId, [kitOf(row)], signal)).get(row.id);
      return report !== undefined && stateIn(report, row).kitThere === 'other';
    },
    readLog: (row, file, from, signal) => scripts.readLog(kitOf(row), file, from, signal),
  };
}

function placeOf({ place }: DeploymentRow): HostPlace {
  if (place.kind !== 'host') throw new Error('a container is no folder of a host');
  return place;
}

const kitOf = (row: DeploymentRow): HostKit => ({
  ...{ hostId: row.hostId, directory: placeOf(row).directory, mark: row.id },
});
