import { randomInt } from 'node:crypto';

/** Letters and digits that cannot be taken for one another, on paper or over the phone. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const groups = 5;
const groupLength = 5;

/** A password of 125 random bits: 25 characters out of 32, in groups of five with hyphens between. */
export function makePassword(): string {
  const group = () =>
    Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)] ?? '').join('');
  return Array.from({ length: groups }, group).join('-');
}

/**
 * The generated password that someone may mean who has typed it in small letters, or without its hyphens. Null for
 * what is none in any spelling.
 */
export function asGenerated(typed: string): string | null {
  const letters = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  if (!new RegExp(`^[${alphabet}]{${groups * groupLength}}$`).test(letters)) return null;
  const group = (_: unknown, index: number) => letters.slice(index * groupLength, (index + 1) * groupLength);
  return Array.from({ length: groups }, group).join('-');
}
