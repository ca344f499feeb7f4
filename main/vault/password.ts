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
