import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Files below a directory that have one of these texts in them, as paths relative to it. For tests. */
export function filesWith(root: string, texts: (string | Buffer)[]): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = path.join(root, name);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
    const bytes = readFileSync(file);
    return texts.some((text) => bytes.includes(text));
  });
}

/** Files with a private key in clear. */
export const filesInClear = (root: string): string[] => filesWith(root, ['PRIVATE KEY']);
