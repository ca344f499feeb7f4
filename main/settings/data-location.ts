import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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

/** Null goes back to the default place. */
export function writeNextDataDirectory(config: string, folder: string | null): void {
  if (folder === null) return rmSync(pointerOf(config), { force: true });
  mkdirSync(config, { recursive: true, mode: 0o700 });
  writeFileSync(pointerOf(config), JSON.stringify({ data: folder }), { mode: 0o600 });
}
