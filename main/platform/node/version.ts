import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findRoot } from './resources';

/** The version of this installation, from its package.json. */
export function appVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(findRoot(), 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}
