import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { shortestPassphrase } from '../../preload/contract/ca';
import { AppError, invalid } from '../errors';
import { withPathProblems } from '../files/path-problem';
import { caFileEnd, writeCaFile } from './ca-file';
import { checkCaState, stateFile } from './ca-state';
import type { CaParts } from './parts';

/** The way out of a CA: one file behind a passphrase. */
export function createExport(parts: CaParts) {
  const { states, runs, projects, grants, links } = parts;

  /** @throws AppError NOT_FOUND when the project has none. */
  async function pack(projectId: string, passphrase: string): Promise<Buffer> {
    const { name, text } = projects.document(projectId);
    const run = runs.newest(projectId);
    if (!run)
      throw new AppError('NOT_FOUND', 'This project has no CA yet.', {
        hint: 'Its first run makes one: provision it.',
      });
    const state = await states.readAll(run.place);
    // What does not hold together here would be refused where it is needed.
    checkCaState((state.get(stateFile) ?? '').toString());
    return writeCaFile(
      {
        ...{ madeAt: Date.now(), version: parts.version, state },
        project: { name, text, ...projects.belongings(projectId) },
      },
      passphrase,
    );
  }

  /** @throws AppError INVALID for a passphrase that is too short, STORAGE, NOT_FOUND. */
  return async function exportCa(request: {
    projectId: string;
    passphrase: string | null;
    grantId: string | null;
  }) {
    const { projectId, passphrase: own, grantId } = request;
    if (own !== null) assertLong(own);
    const passphrase = own ?? parts.makePassphrase();
    parts.registerSecret(passphrase);
    const savedTo = grantId === null ? null : grants.resolve(grantId, 'save');
    const content = await pack(projectId, passphrase);
    const shown = own === null ? passphrase : null;
    const write = (file: string) => writeWhole(file, content);
    if (savedTo !== null) {
      const sizeBytes = await write(savedTo);
      return { fileName: path.basename(savedTo), passphrase: shown, url: null, savedTo, sizeBytes };
    }
    const fileName = `${safeName(projects.document(projectId).name)}${caFileEnd}`;
    return { fileName, passphrase: shown, savedTo: null, ...(await links.fill(fileName, write)) };
  };
}

function assertLong(passphrase: string): void {
  if (passphrase.length < shortestPassphrase)
    throw invalid(
      `The passphrase is shorter than ${shortestPassphrase} characters.`,
      'Use several words, or let one be generated.',
    );
}

/** Under its name only when it is whole, and for its owner only. */
function writeWhole(target: string, content: Buffer): Promise<number> {
  return withPathProblems(async () => {
    const part = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.part`);
    try {
      const file = await open(part, 'wx', 0o600);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, target);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return content.length;
  });
}

const safeName = (name: string): string => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-') || 'project';
