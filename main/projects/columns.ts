import { countParticipants } from './counts';
import type { Owner, createInspection } from './inspection';
import { listenersOf } from './listeners';
import type { ProjectColumns } from './project-store';

/** What is read off a file. A project whose file has no name, or only blanks, keeps `fallback` as its name. */
export async function columnsOf(
  inspection: Pick<ReturnType<typeof createInspection>, 'open' | 'checkText'>,
  { text, fallback, owner }: { text: string; fallback: string; owner: Owner | null },
): Promise<ProjectColumns> {
  const { model } = inspection.open(text);
  const { problems } = await inspection.checkText(text, owner);
  return {
    name: model.name.trim() === '' ? fallback : model.name,
    description: model.description ?? '',
    document: text,
    counts: countParticipants(model),
    listeners: listenersOf(model),
    ...countProblems(problems),
  };
}

export function countProblems(problems: { severity: 'error' | 'warning' }[]): {
  errors: number;
  warnings: number;
} {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: problems.length - errors };
}
