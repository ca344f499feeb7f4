import type { Problem } from '../../preload/contract/meta';

type Words = [message: string, hint: string];

/** Something that would make NVFlare refuse the project, or its kits useless. */
export const error = (field: string, code: string, ...[message, hint]: Words): Problem => ({
  field,
  code,
  severity: 'error',
  message,
  hint,
});

/** Something that works, but probably not as meant. */
export const warning = (field: string, code: string, ...[message, hint]: Words): Problem => ({
  field,
  code,
  severity: 'warning',
  message,
  hint,
});

export const hasErrors = (problems: readonly Problem[]): boolean =>
  problems.some((problem) => problem.severity === 'error');

/** A text from a file as it may stand inside a sentence: short, on one line, in quotes. */
export function quote(value: unknown): string {
  const words = String(value).replaceAll(/\s+/g, ' ');
  return `"${words.length > 80 ? `${words.slice(0, 79)}…` : words}"`;
}
