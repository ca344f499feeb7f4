import type { Participant } from '../../preload/contract/projects';
import { isWithin, type PlacedProblem } from './field-path';
import { participantTypes } from './project-words';

/** A participant with what is wrong with it. */
export interface ParticipantRow {
  participant: Participant;
  problems: PlacedProblem[];
  errors: number;
  warnings: number;
}

/**
 * The participants in groups of their type, each with its problems. A row of which nothing changed since
 * `previous` is the same object, so that the table draws only what did.
 */
export function makeRows(
  participants: readonly Participant[],
  problems: readonly PlacedProblem[],
  previous: readonly ParticipantRow[] = [],
): ParticipantRow[] {
  const byKey = new Map<string, PlacedProblem[]>();
  for (const placed of problems) {
    if (placed.key === null) continue;
    const list = byKey.get(placed.key);
    if (list) list.push(placed);
    else byKey.set(placed.key, [placed]);
  }
  const before = new Map(previous.map((row) => [row.participant.key, row]));
  return participantTypes
    .flatMap((type) => participants.filter((participant) => participant.type === type))
    .map((participant) => {
      const own = byKey.get(participant.key) ?? [];
      const known = before.get(participant.key);
      if (known?.participant === participant && sameProblems(known.problems, own)) return known;
      const errors = own.filter(({ problem }) => problem.severity === 'error').length;
      return { participant, problems: own, errors, warnings: own.length - errors };
    });
}

const sameProblems = (a: PlacedProblem[], b: PlacedProblem[]): boolean =>
  a.length === b.length &&
  a.every(({ path, problem }, index) => {
    const other = b[index];
    return other?.path === path && other.problem.message === problem.message;
  });

/** The first problem of a field, errors first; null when there is none. */
export function problemAt(
  { problems }: ParticipantRow,
  path: string,
): { severity: 'error' | 'warning'; message: string } | null {
  const own = problems.filter((placed) => isWithin(placed.path, path));
  const worst = own.find(({ problem }) => problem.severity === 'error') ?? own[0];
  if (!worst) return null;
  const { severity, message, hint } = worst.problem;
  return { severity, message: hint ? `${message} ${hint}` : message };
}
