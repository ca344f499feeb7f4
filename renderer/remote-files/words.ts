import type { RemoteEntry } from '../../preload/contract/file-calls';

export const kindWords: Record<RemoteEntry['kind'], string> = {
  file: 'File',
  folder: 'Folder',
  link: 'Link',
  other: 'Device or socket',
};

/** Permission bits as `ls` shows them: `rwxr-x---`, with `s` and `t` for the special ones. */
export function formatMode(mode: number): string {
  const [setUid, setGid, sticky] = [mode & 0o4000, mode & 0o2000, mode & 0o1000];
  const last = (bit: number, special: number, on: string) =>
    special ? (mode & bit ? on : on.toUpperCase()) : mode & bit ? 'x' : '-';
  const pair = (shift: number) => `${(mode >> shift) & 4 ? 'r' : '-'}${(mode >> shift) & 2 ? 'w' : '-'}`;
  return [
    ...[pair(6), last(0o100, setUid, 's'), pair(3), last(0o010, setGid, 's')],
    ...[pair(0), last(0o001, sticky, 't')],
  ].join('');
}

/** `640` and the like as a number; null for what is none. */
export function readMode(text: string): number | null {
  return /^[0-7]{3,4}$/.test(text.trim()) ? Number.parseInt(text.trim(), 8) : null;
}

export const octal = (mode: number): string => mode.toString(8).padStart(3, '0');

export const plural = (count: number, one: string): string =>
  `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

export const countEntries = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'}`;
