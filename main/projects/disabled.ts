import { and, asc, eq } from 'drizzle-orm';
import type { DisabledParticipant } from '../../preload/contract/projects';
import type { Store } from '../db/open';
import { invalid, notFound } from '../errors';
import { findDependants, leaveOut, participantNames, participantType } from './leave-out';
import type { ProjectStore } from './project-store';
import { quote } from './problem';
import { disabledRows } from './tables';

const columns = {
  participant: disabledRows.participant,
  reason: disabledRows.reason,
  at: disabledRows.at,
  by: disabledRows.by,
};

/** Who is disabled in which project, as it is stored. */
export const createDisabledStore = ({ db }: Pick<Store, 'db'>) => ({
  list: (projectId: string): DisabledParticipant[] =>
    db
      .select(columns)
      .from(disabledRows)
      .where(eq(disabledRows.projectId, projectId))
      .orderBy(asc(disabledRows.participant))
      .all(),
  /** With their reasons and dates of before. */
  add(projectId: string, participants: readonly DisabledParticipant[]): void {
    for (const { participant, reason, at, by } of participants)
      db.insert(disabledRows).values({ projectId, participant, reason, at, by }).onConflictDoNothing().run();
  },
});

/** Participants that are taken out of what comes, while the file keeps them. */
export function createDisabled(store: Store, projects: ProjectStore) {
  const { db } = store;
  const { list } = createDisabledStore(store);

  return {
    disabledParticipants(projectId: string): DisabledParticipant[] {
      projects.need(projectId);
      return list(projectId);
    },
    /**
     * The file as a run is to take it: without those who are disabled. `disabled` are the names that it was
     * left without; who is not in the file any more is not among them.
     * @throws AppError NOT_FOUND
     */
    documentForRun(projectId: string) {
      const { id, name, document, revision } = projects.need(projectId);
      const names = list(projectId).map(({ participant }) => participant);
      const disabled = names.length === 0 ? [] : participantNames(document, names);
      return { id, name, revision, text: leaveOut(document, names), disabled };
    },
    /** @throws AppError NOT_FOUND, INVALID for a server and for one that others connect through. */
    disableParticipant(
      { projectId, participant, reason }: { projectId: string; participant: string; reason: string },
      by: string,
    ): DisabledParticipant {
      assertCanLeave(projects.need(projectId).document, participant);
      const row = { projectId, participant, reason, at: Date.now(), by };
      return db
        .insert(disabledRows)
        .values(row)
        .onConflictDoUpdate({ target: [disabledRows.projectId, disabledRows.participant], set: row })
        .returning(columns)
        .get();
    },
    enableParticipant({ projectId, participant }: { projectId: string; participant: string }) {
      const { changes } = db
        .delete(disabledRows)
        .where(and(eq(disabledRows.projectId, projectId), eq(disabledRows.participant, participant)))
        .run();
      if (changes === 0) throw notFound('This disabled participant');
      return { projectId, participant };
    },
  };
}

function assertCanLeave(document: string, participant: string): void {
  const type = participantType(document, participant);
  if (type === null) throw notFound(`The participant ${quote(participant)}`);
  if (type === 'server')
    throw invalid(
      'A server cannot be disabled.',
      'No run can do without it. To stop the federation, shut the server down.',
    );
  const dependants = findDependants(document, participant);
  if (dependants.length === 0) return;
  const shown = dependants.slice(0, 5).join(', ');
  throw invalid(
    `${participant} cannot be disabled while others connect through it.`,
    `Give them another way first: ${shown}${dependants.length > 5 ? ` and ${dependants.length - 5} more` : ''}.`,
  );
}
