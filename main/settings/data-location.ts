import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { invalid } from '../errors';

const pointerOf = (config: string): string => path.join(config, 'location.json');

/** The data directory for the next start, when one was chosen. */
export function readNextDataDirectory(config: string): string | null {
  try {
    const content: unknown = JSON.parse(readFileSync(pointerOf(config), 'utf8'));
    const data = typeof content === 'object' && content !== null && 'data' in content ? content.data : null;
    return typeof data === 'string' ? data : null;
  } catch {
    return null;
  }
}

/**
 * Null goes back to the default place.
 * @throws AppError INVALID for a folder that the next start could not use.
 */
export function writeNextDataDirectory(config: string, folder: string | null): void {
  if (folder === null) return rmSync(pointerOf(config), { force: true });
  assertUsable(folder);
  mkdirSync(config, { recursive: true, mode: 0o700 });
  // Beside it and renamed: on a full disk half a note would lead to an empty data directory.
  const next = `${pointerOf(config)}.new`;
  writeFileSync(next, JSON.stringify({ data: folder }), { mode: 0o600 });
  renameSync(next, pointerOf(config));
}

/** Asked now, because at the next start there is no window to say it in. */
function assertUsable(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    if (statSync(folder).isDirectory()) return;
  } catch {
    // Said below.
  }
  throw invalid(
    `Fedwright cannot write into ${folder}.`,
    'Choose another folder, or change its permissions.',
  );
}
