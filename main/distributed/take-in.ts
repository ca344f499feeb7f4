import { readFileSync, statSync } from 'node:fs';
import { invalid } from '../errors';
import { withPathProblems } from '../files/path-problem';
import type { GrantsPort } from './ports';

export interface Source {
  grantId: string | null;
  /** Base64. */
  content: string | null;
}

const largest = 256 * 1024;

/** The bytes of a zip that was dropped, or of the file that was granted. @throws AppError INVALID, STORAGE */
export function takeIn(source: Source, grants: GrantsPort): Promise<Buffer> {
  return withPathProblems(async () => {
    if (source.content !== null) return Buffer.from(source.content, 'base64');
    if (source.grantId === null) throw invalid('There is no zip to take in.', 'Choose one, or drop one.');
    const file = grants.resolve(source.grantId, 'file');
    const stat = statSync(file);
    if (!stat.isFile() || stat.size > largest)
      throw invalid('This file cannot be such a zip: it is too large.', 'Choose another file.');
    return readFileSync(file);
  });
}
