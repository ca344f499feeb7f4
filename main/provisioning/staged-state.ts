import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors';

type Entries = Record<string, unknown>;

/** NVFlare's `cert.json` in the directory that a run works in, opened for as long as the run takes. */
const fileIn = (directory: string): string => path.join(directory, 'cert.json');

/** What the state knew before NVFlare got to work on it. */
export interface StateBefore {
  entries: Entries;
  renewed: ReadonlySet<string>;
}

/**
 * Takes those who get a new certificate out of the staged state: NVFlare makes a key and a certificate for whom
 * it does not know. Null when there is no state yet.
 */
export function forgetRenewed(directory: string, renewed: ReadonlySet<string>): StateBefore | null {
  if (!existsSync(fileIn(directory))) return null;
  const entries = readEntries(directory);
  // NVFlare cuts a server's longer name here.
  const names = new Set([...renewed].map((name) => name.slice(0, 64)));
  if (names.size > 0)
    writeEntries(directory, new Map(Object.entries(entries).filter(([name]) => !names.has(name))));
  return { entries, renewed: names };
}

/** How many private keys NVFlare makes for these participants, that of a new CA included. */
export function countNewKeys(before: StateBefore | null, names: readonly string[]): number {
  if (!before) return names.length + 1;
  const has = (name: string) => Object.hasOwn(before.entries, name) && !before.renewed.has(name);
  return names.filter((name) => !has(name.slice(0, 64))).length;
}

/**
 * Makes sure that the state after a run has everything it had before: what NVFlare left out is put back.
 * @throws AppError UNAVAILABLE when the CA, or the key of someone who was not to get a new one, is another.
 */
export function keepEntries(directory: string, before: StateBefore | null): void {
  if (!before) return;
  const after = new Map(Object.entries(readEntries(directory)));
  let lost = false;
  for (const [name, entry] of Object.entries(before.entries)) {
    if (before.renewed.has(name) && after.has(name)) continue;
    if (!after.has(name)) lost = Boolean(after.set(name, entry));
    else if (JSON.stringify(after.get(name)) !== JSON.stringify(entry)) throw changed(name);
  }
  if (lost) writeEntries(directory, after);
}

const changed = (name: string): AppError =>
  new AppError(
    'UNAVAILABLE',
    name.startsWith('root_') ? 'NVFlare made another CA.' : `NVFlare made another key for ${name}.`,
    {
      hint: 'Nothing was kept, and kits that are out are not affected. Report this with the log of the run.',
    },
  );

function readEntries(directory: string): Entries {
  try {
    const content: unknown = JSON.parse(readFileSync(fileIn(directory), 'utf8'));
    return typeof content === 'object' && content !== null ? { ...content } : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Not the parser's words: they quote the place where it stopped, and this file holds private keys.
    throw new AppError('UNAVAILABLE', 'NVFlare left a state that cannot be read.', {
      hint: 'Nothing was kept. Provision again.',
    });
  }
}

const writeEntries = (directory: string, entries: ReadonlyMap<string, unknown>): void =>
  writeFileSync(fileIn(directory), JSON.stringify(Object.fromEntries(entries)), { mode: 0o600 });
