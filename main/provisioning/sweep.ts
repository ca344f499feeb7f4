import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../logs/log';
import type { Layout } from './layout';
import type { RotationStore } from './rotation-rows';
import type { RunStore } from './run-rows';
import type { StateStore } from './state-store';
import { discardRun, namesIn } from './workspace';

interface RunFiles {
  layout: Layout;
  rotations: Pick<RotationStore, 'oldRuns'>;
  states: StateStore;
}

const runIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Removes what runs left behind that ended without a result, such as in a crash: called at the start of the
 * app, after runs of dead processes are marked as interrupted, so a run that is still `running` is another
 * live process's. Directories that the store knows nothing of are kept and reported, as the store may be an
 * older copy that was put back, and they hold CA keys.
 */
export function sweepRuns(rows: RunStore, { layout, states, rotations }: RunFiles, log: Log): void {
  // The names before the rows: a run has its row before its directory, so one that another process begins in
  // between is either not listed or known to be running.
  const staged = namesIn(layout.staging);
  const runs = rows.states();
  const ends = new Map(runs.map((run) => [run.id, run.state]));
  for (const name of staged)
    if (runIdPattern.test(name) && ends.get(name) !== 'running') remove(path.join(layout.staging, name), log);
  const keepers = new Set<string>();
  const rotating = new Set(rotations.oldRuns());
  for (const run of runs) {
    if (run.state === 'running') continue;
    if (run.state !== 'succeeded') {
      if (existsSync(layout.run(run.projectId, run.id).directory))
        guarded(() => discardRun(layout, run), log);
    } else if (keepers.has(run.projectId) && !rotating.has(run.id))
      guarded(() => states.remove(layout.run(run.projectId, run.id)), log);
    else keepers.add(run.projectId);
  }
  reportStrangers(rows, layout, log);
}

function reportStrangers(rows: RunStore, layout: Layout, log: Log): void {
  const found = namesIn(layout.projects).flatMap((projectId) =>
    namesIn(layout.runsOf(projectId)).map((runId) => ({ runId, folder: layout.runsOf(projectId) })),
  );
  const known = new Set(rows.states().map(({ id }) => id));
  for (const { runId, folder } of found)
    if (!known.has(runId))
      log.warn({ directory: path.join(folder, runId) }, 'a run that the store does not know');
}

const remove = (target: string, log: Log): void =>
  guarded(() => rmSync(target, { recursive: true, force: true }), log);

/** What cannot be removed now is tried again at the next start. */
function guarded(action: () => void, log: Log): void {
  try {
    action();
  } catch (error) {
    log.warn({ err: error }, 'left-over files could not be removed');
  }
}
