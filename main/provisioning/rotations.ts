import { rmSync } from 'node:fs';
import type { OpenRotation, Rotation } from '../../preload/contract/provisioning';
import { AppError, conflict } from '../errors';
import type { Log } from '../logs/log';
import type { Layout } from './layout';
import type { RotationRow, RotationStore } from './rotation-rows';
import type { RunStore } from './run-rows';
import type { StateStore } from './state-store';

interface RotationParts {
  rotations: RotationStore;
  rows: RunStore;
  layout: Layout;
  states: StateStore;
  log: Log;
  hasRunning(projectId: string): boolean;
}

/** The way from one CA to the next, after its run: who has a new kit, the end, and the way back. */
export function createRotations(parts: RotationParts) {
  const { rotations, rows, layout, states } = parts;

  function need(projectId: string): RotationRow {
    const found = rotations.open(projectId);
    if (!found)
      throw new AppError('NOT_FOUND', 'No rotation of the CA is under way.', { hint: 'Start one.' });
    if (parts.hasRunning(projectId))
      throw conflict('The project is being provisioned.', 'Wait until the run has ended, or cancel it.');
    return found;
  }

  return {
    /** The rotation that is under way, or null. */
    rotation(projectId: string): Rotation | null {
      const found = rotations.open(projectId);
      if (!found) return null;
      const { startedAt, startedBy, oldRunId, newRunId } = found;
      const participants = rotations.checklist(projectId);
      return {
        ...{ startedAt, startedBy, oldRunId, newRunId, participants },
        canAbandon:
          participants.every(({ handedAt }) => handedAt === null) &&
          states.has(layout.run(projectId, oldRunId)),
      };
    },
    /** All rotations that are under way. */
    rotations: (): OpenRotation[] =>
      rotations.allOpen().map(({ projectId, startedAt }) => {
        const participants = rotations.checklist(projectId);
        const waiting = participants.filter(({ handedAt }) => handedAt === null).length;
        return { projectId, startedAt, participants: participants.length, waiting };
      }),
    /**
     * Gives the old CA up for good.
     * @throws AppError CONFLICT when not everyone has a new kit, unless that is accepted.
     */
    finishRotation(projectId: string, acceptOpen: boolean): void {
      const found = need(projectId);
      const waiting = rotations.checklist(projectId).filter(({ handedAt }) => handedAt === null);
      if (waiting.length > 0 && !acceptOpen)
        throw conflict(
          `${waiting.length} participants have no new kit yet.`,
          'Record the hand-over of their kits first, or finish without it.',
        );
      rotations.end(found.id, 'finished');
      tidy(parts, () => states.remove(layout.run(projectId, found.oldRunId)));
    },
    /** Back to the old CA and its kits. @throws AppError CONFLICT when a new kit is out. */
    abandonRotation(projectId: string): void {
      const found = need(projectId);
      const old = layout.run(projectId, found.oldRunId);
      if (!states.has(old) || !rows.find(found.oldRunId))
        throw conflict('The old CA is gone.', 'Finish the rotation: hand the new kits over.');
      const message = 'The rotation of the CA was abandoned.';
      const hint = 'The kits of before are the current ones again, with the CA of before.';
      for (const id of rotations.abandon(found, { code: 'CANCELLED', message, data: { hint } }))
        tidy(parts, () => rmSync(layout.run(projectId, id).directory, { recursive: true, force: true }));
    },
  };
}

/** @throws AppError CONFLICT when a rotation is under way already, or there is no CA yet. */
export function assertRotatable(
  projectId: string,
  { rotations, rows }: Pick<RotationParts, 'rotations' | 'rows'>,
): void {
  if (rotations.open(projectId))
    throw conflict('The CA is being rotated already.', 'Finish that rotation, or abandon it.');
  if (!rows.lastSucceeded(projectId, { not: '' }))
    throw conflict('This project has no CA yet.', 'Provision it: the first run makes one.');
}

/** What cannot be removed now is removed at the next start. */
function tidy({ log }: RotationParts, remove: () => void): void {
  try {
    remove();
  } catch (error) {
    log.warn({ err: error }, 'files of a rotation were not removed; the next start tries again');
  }
}
