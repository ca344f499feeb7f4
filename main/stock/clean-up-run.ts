import { z } from 'zod';
import {
  chosenSchema,
  type Chosen,
  type CleanUpOutcome,
  type CleanUpReport,
  stockKinds,
} from '../../preload/contract/clean-up';
import type { Engines } from '../docker/engines';
import { AppError } from '../errors';
import type { TaskContext } from '../tasks/service';
import { removeEntry } from './clean-up-removal';
import type { Belongs } from './clean-up-rules';
import { readUsage, totalOf, usageMs } from './disk-usage';

export const cleanUpInput = z.object({ entries: z.array(chosenSchema) });

/** An engine removes large layers file by file. */
const removalMs = 5 * 60_000;

interface Parts {
  engines: Engines;
  belongs: Belongs;
}

/** Removes what was chosen, hosts side by side. One entry that cannot be removed keeps none of the others. */
export async function runCleanUp(
  parts: Parts,
  { entries }: z.infer<typeof cleanUpInput>,
  task: TaskContext,
): Promise<CleanUpReport> {
  task.stage('Removing', 0, 1);
  let done = 0;
  const note = (outcome: CleanUpOutcome) => {
    done += 1;
    task.progress(done / entries.length);
    task.log(lineOf(outcome));
  };
  const byHost = new Map<string, Chosen[]>();
  for (const entry of entries) byHost.set(entry.hostId, [...(byHost.get(entry.hostId) ?? []), entry]);
  const reports = await Promise.all(
    [...byHost].map(([hostId, its]) => cleanHost(parts, hostId, its, { signal: task.signal, note })),
  );
  task.signal.throwIfAborted();
  return {
    outcomes: reports.flatMap(({ outcomes }) => outcomes),
    hosts: reports.map(({ outcomes: _, ...host }) => host),
  };
}

async function cleanHost(
  { engines, belongs }: Parts,
  hostId: string,
  entries: Chosen[],
  { signal, note }: { signal: AbortSignal; note: (outcome: CleanUpOutcome) => void },
) {
  const hostName = nameOf(engines, hostId);
  const outcomes: CleanUpOutcome[] = [];
  const before = await used(engines, hostId);
  let unreachable: AppError | null = null;
  for (const entry of entries.toSorted(inOrder)) {
    if (signal.aborted) break;
    const { kind, id, name } = entry;
    const about = { hostId, hostName, kind, id, name };
    let outcome: CleanUpOutcome;
    try {
      if (unreachable) throw unreachable;
      const result = await engines.ask(hostId, removalMs, (docker, ended) =>
        removeEntry(docker, ended, entry, belongs),
      );
      outcome = { ...about, freedBytes: null, note: '', ...result };
    } catch (error) {
      const problem = error instanceof AppError ? error : unexpected(error);
      // The others of this host would wait for the same answer, each by itself.
      if (problem.code === 'UNAVAILABLE' && !problem.data.reason?.startsWith('docker-'))
        unreachable = problem;
      outcome = { ...about, outcome: 'failed', freedBytes: null, note: wordsOf(problem) };
    }
    outcomes.push(outcome);
    note(outcome);
  }
  const after = before === null ? null : await used(engines, hostId);
  const freedBytes = before === null || after === null ? null : Math.max(0, before - after);
  return { hostId, hostName, freedBytes, outcomes };
}

/** What uses others first; of those that are built on each other, the newest. */
const inOrder = (a: Chosen, b: Chosen): number =>
  stockKinds.indexOf(a.kind) - stockKinds.indexOf(b.kind) || (b.since ?? 0) - (a.since ?? 0);

/** Null when the engine does not say. */
const used = (engines: Engines, hostId: string): Promise<number | null> =>
  engines
    .ask(hostId, usageMs, async (docker, signal) => totalOf(await readUsage(docker, signal)))
    .catch(() => null);

function nameOf(engines: Engines, hostId: string): string {
  try {
    return engines.nameOf(hostId);
  } catch {
    return 'A host that was removed';
  }
}

const wordsOf = ({ message, data }: AppError): string =>
  [message, data.details].filter(Boolean).join(' ').slice(0, 1000);

const unexpected = (error: unknown): AppError =>
  new AppError(
    'INTERNAL',
    'It could not be removed.',
    { hint: 'Look at the app log.', details: String(error) },
    error,
  );

const lineOf = ({ hostName, kind, name, outcome, note }: CleanUpOutcome): string =>
  `${hostName}: ${kind} ${name}: ${outcome}${note ? `. ${note}` : ''}`;
