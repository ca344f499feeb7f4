/** A number as project.yml has it: a number, a text that is not one yet, or absent. */
export type TypedNumber = number | string | null;

const whole = /^\d{1,15}$/;
const decimal = /^\d{1,12}(?:\.\d{1,6})?$/;

// A text that would be shown differently as a number stays a text, or "1.0" could never become "1.05".
const isNumber = (text: string, pattern: RegExp): boolean =>
  pattern.test(text) && String(Number(text)) === text;

/** What was typed, as the file should hold it. Texts that are no number stay for the validator to judge. */
export function parseTypedNumber(typed: string, kind: 'whole' | 'decimal' = 'whole'): TypedNumber {
  const text = typed.trim();
  if (text === '') return null;
  return isNumber(text, kind === 'whole' ? whole : decimal) ? Number(text) : typed.slice(0, 20);
}

/** The text of a field for a value that may be absent. */
export const showTyped = (value: string | number | null): string => (value === null ? '' : String(value));

/** An emptied text field means that the key leaves the file. */
export const textOrNull = (typed: string): string | null => (typed === '' ? null : typed);

/** An argument takes any scalar; what looks like a number or a truth value becomes one, as YAML reads it. */
export function parseArgument(typed: string): string | number | boolean | null {
  if (typed === '') return null;
  if (typed === 'true' || typed === 'false') return typed === 'true';
  return isNumber(typed, /^-?\d{1,15}(?:\.\d{1,15})?$/) ? Number(typed) : typed;
}

/** The inverse of `parseArgument`. */
export const showArgument = (value: string | number | boolean | null): string =>
  value === null ? '' : String(value);
