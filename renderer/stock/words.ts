import type { User } from '../../preload/contract/images';

/** `1 image`, `12 images`; nouns that take an s. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Up to three names, and how many more there are. */
export function listNames(names: string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

export const describeUsers = (users: User[]): string => listNames(users.map(({ name }) => name));

export const shortId = (id: string): string => id.replace('sha256:', '').slice(0, 12);
