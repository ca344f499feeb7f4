import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContainerShellChoice } from '../../preload/contract/terminals';
import { type Engines, listMs } from '../docker/engines';
import type { OfContainer } from './actions';
import { type ExecSession, openExec, startDetached } from './exec';

export interface ShellOptions extends OfContainer {
  /** `auto` is bash where there is one. */
  shell: ContainerShellChoice;
  user: string;
  cols: number;
  rows: number;
}

export interface ContainerShell extends Pick<ExecSession, 'stream' | 'resize'> {
  /** How it has ended: null where its container was stopped or is out of reach, so that a new one may come. */
  outcome(): Promise<{ exitCode: number } | null>;
  /** Ends it with what runs in it. */
  end(): Promise<void>;
}

const auto = 'if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi';

/**
 * An engine leaves what runs in a terminal alone when the connection to it closes. What was started in this one is
 * found by a mark in its environment, which everything in it inherits.
 */
const hangUp = `for each in /proc/[0-9]*; do
  if tr '\\0' '\\n' <"$each/environ" 2>/dev/null | grep -qxF "$1"; then kill -HUP "\${each#/proc/}" 2>/dev/null; fi
done`;

/** A shell in a container that runs. @throws AppError why none can be had */
export async function openShell(engines: Engines, options: ShellOptions): Promise<ContainerShell> {
  const { hostId, containerId, shell, user } = options;
  const mark = `FEDWRIGHT_TERMINAL=${randomUUID()}`;
  const command = shell === 'auto' ? ['sh', '-c', auto] : [shell];
  const began = await readRun(engines, options);
  const environment = [mark, 'TERM=xterm-256color'];
  const session = await openExec(engines, { ...options, command, environment });
  return {
    ...session,
    async outcome() {
      try {
        const exitCode = await session.exitCode();
        if (exitCode === null || (await hasStopped(engines, options, { began, exitCode }))) return null;
        return { exitCode };
      } catch {
        return null;
      }
    },
    async end() {
      session.stream.destroy();
      // It may have ended, and its container with it.
      await startDetached(engines, {
        ...{ hostId, containerId, user, command: ['sh', '-c', hangUp, 'sh', mark] },
      }).catch(() => undefined);
    },
  };
}

/** Whether a container runs, so that a shell can be had. @throws AppError NOT_FOUND when there is none any more */
export const isRunning = async (engines: Engines, container: OfContainer): Promise<boolean> =>
  (await readRun(engines, container)) !== null;

/** Which run of a container this is; null while it does not run. */
const readRun = (engines: Engines, { hostId, containerId }: OfContainer): Promise<string | null> =>
  engines.ask(hostId, listMs, async (docker) => {
    const { State } = await docker.getContainer(containerId).inspect();
    return State.Running && !State.Restarting && !State.Paused ? State.StartedAt : null;
  });

/** A shell that was killed may be killed by the end of its container, which is seen a moment later. */
async function hasStopped(
  engines: Engines,
  container: OfContainer,
  { began, exitCode }: { began: string | null; exitCode: number },
): Promise<boolean> {
  const looks = exitCode > 128 ? 4 : 1;
  for (let look = 0; look < looks; look += 1) {
    if (look > 0) await pause(300);
    if ((await readRun(engines, container)) !== began) return true;
  }
  return false;
}
