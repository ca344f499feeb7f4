import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { conflict } from '../errors';
import type { Log } from '../logs/log';
import { writePrivate } from '../vault/seal-files';
import type { RunParts } from './provision-run';
import { explainFailure, failed } from './run-failure';
import { discardRun } from './workspace';

/**
 * Makes a state that comes from elsewhere the one that the next run goes on from: as a run without kits, which
 * counts like any other from its commit point on. To be called under the lock of the project.
 * @throws AppError CONFLICT for a project that has a CA, UNAVAILABLE when the keychain is locked.
 */
export async function adoptState<R extends { version: string; python: string }>(
  { rows, layout, states, projects, vault, log }: RunParts<R> & { log: Log },
  work: { projectId: string; taskId: string; startedBy: string; state: ReadonlyMap<string, Buffer> },
): Promise<{ runId: string; warning: string | null }> {
  const { projectId, taskId, startedBy, state } = work;
  const { sealer, warning } = await vault.sealing();
  const { text, revision, disabled } = projects.document(projectId);
  const runId = randomUUID();
  rows.begin({
    id: runId,
    projectId,
    taskId,
    revision,
    document: text,
    startedBy,
    scope: 'all',
    participants: [],
    disabled: [...disabled],
  });
  try {
    const place = layout.run(projectId, runId);
    const staged = path.join(layout.stagingOf(runId), 'state');
    mkdirSync(staged, { recursive: true, mode: 0o700 });
    for (const [name, bytes] of state) {
      const target = path.join(staged, name);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await writePrivate(target, sealer ? sealer.seal(bytes) : bytes);
    }
    mkdirSync(place.directory, { recursive: true, mode: 0o700 });
    writeFileSync(place.projectFile, text, { mode: 0o600 });
    await states.keep(staged, place, sealer);
    rows.succeed(runId, () => {
      if (rows.lastSucceeded(projectId, { not: runId }))
        throw conflict('This project has a CA already.', 'Nothing was changed.');
    });
    rmSync(layout.stagingOf(runId), { recursive: true, force: true });
    return { runId, warning };
  } catch (error) {
    const known = explainFailure(error, log);
    discardRun(layout, { id: runId, projectId });
    rows.end(runId, failed(known));
    throw known;
  }
}
