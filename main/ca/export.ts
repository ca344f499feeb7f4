import path from 'node:path';
import { shortestPassphrase } from '../../preload/contract/ca';
import { AppError, invalid } from '../errors';
import { writeBeside } from '../files/write-beside';
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
    const write = (file: string) => writeBeside(file, (file) => file.writeFile(content));
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

const safeName = (name: string): string => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-') || 'project';
