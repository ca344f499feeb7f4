import { mkdirSync, rmSync } from 'node:fs';
import { withPathProblems } from '../files/path-problem';
import { abortable } from '../process/abortable';
import type { TaskContext, Tasks } from '../tasks/service';
import type { AuthorityStore } from './authority-rows';
import type { CaStore } from './ca-store';
import type { IncomingStore } from './incoming-rows';
import type { Places } from './layout';
import type { OwnStore } from './own-rows';
import type { KitsPort, NvflarePort, VaultPort } from './ports';

export interface Runtime {
  version: string;
  python: string;
}

/** What the tasks of this feature share. */
export interface WorkParts<R extends Runtime> {
  places: Places;
  cas: CaStore;
  authorities: AuthorityStore;
  incoming: IncomingStore;
  own: OwnStore;
  nvflare: NvflarePort<R>;
  kits: Pick<KitsPort, 'inspect' | 'isSecret'>;
  vault: VaultPort;
  tasks: Pick<Tasks, 'define' | 'start'>;
}

/** One task at work: its own directory, which is gone after it, and the NVFlare to use. */
export interface Work<R> {
  runtime: R;
  directory: string;
  call: { directory: string; signal: AbortSignal; onLine(line: string): void };
  enter(stage: number): void;
}

/** Carries one task out in a directory of its own, which is removed however it ends. */
export async function carryOut<R extends Runtime, T>(
  { places, nvflare }: Pick<WorkParts<R>, 'places' | 'nvflare'>,
  { workId, stages, context }: { workId: string; stages: readonly string[]; context: TaskContext },
  action: (work: Work<R>) => Promise<T>,
): Promise<T> {
  const { signal } = context;
  const directory = places.staging(workId);
  const enter = (index: number) => {
    signal.throwIfAborted();
    context.stage(stages[index] ?? '', index, stages.length);
  };
  try {
    return await withPathProblems(async () => {
      enter(0);
      const runtime = await abortable(nvflare.require(), signal);
      context.log(`NVFlare ${runtime.version} (${runtime.python})`);
      rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const onLine = (line: string) => context.log(line);
      return action({ runtime, directory, enter, call: { directory, signal, onLine } });
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** After a crash: what the task of a dead process left. */
export const discardWork = (places: Places, workId: string): void =>
  rmSync(places.staging(workId), { recursive: true, force: true });
