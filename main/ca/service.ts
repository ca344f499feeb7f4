import type { CaView } from '../../preload/contract/ca';
import { AppError } from '../errors';
import { checkCaState } from './ca-state';
import { createExport } from './export';
import { createImport } from './import';
import type { CaParts } from './parts';

export type CaService = ReturnType<typeof createCa>;

/** The CA of each project: how it is, and its ways out and in, which are deliberate. */
export function createCa(parts: CaParts) {
  const { states, runs, projects } = parts;
  return {
    /** @throws AppError NOT_FOUND for a project that is not there. */
    async get(projectId: string): Promise<CaView> {
      projects.document(projectId);
      const found = runs.newest(projectId);
      if (!found) return { run: null, ca: null, problem: null, sealed: null };
      const { id, number, place } = found;
      const view = { run: { id, number }, sealed: states.isSealed(place) };
      try {
        return { ...view, ca: checkCaState(await states.read(place)), problem: null };
      } catch (error) {
        return { ...view, ca: null, problem: problemOf(error, place.state) };
      }
    },
    export: createExport(parts),
    ...createImport(parts),
    seal: parts.seal,
    dispose: () => parts.links.dispose(),
  };
}

function problemOf(error: unknown, place: string): { message: string; hint: string } {
  if (error instanceof AppError) return { message: error.message, hint: error.data.hint };
  return {
    message: 'The CA of this project is not where it must be.',
    hint: `Put it back from a backup (Settings, Upkeep): ${place}.`,
  };
}
