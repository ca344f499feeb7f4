import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { TerminalTargetRef } from '../../preload/contract/terminals';
import { AppError } from '../errors';
import type { Shell, ShellEvents, ShellExit, TerminalSize, TerminalTarget } from './target';

type ContainerRef = Extract<TerminalTargetRef, { kind: 'container' }>;

interface ContainerShell {
  stream: Duplex;
  resize(cols: number, rows: number): Promise<void>;
  outcome(): Promise<{ exitCode: number } | null>;
  end(): Promise<void>;
}

/** Between two looks whether a container runs again. */
const lookMs = [1000, 1000, 2000, 4000, 8000, 15_000];

/** Shells inside containers, through the engine of their host. */
export function createContainerTargets(parts: {
  openShell: (options: ContainerRef & TerminalSize) => Promise<ContainerShell>;
  /** @throws AppError when it is gone, or its host does not answer */
  isRunning: (ref: ContainerRef) => Promise<boolean>;
}) {
  const ending = new Set<Promise<void>>();
  const end = (shell: ContainerShell): void => {
    const done = shell.end().finally(() => ending.delete(done));
    ending.add(done);
  };
  return {
    target(ref: ContainerRef): TerminalTarget {
      // Where the way to it was lost, it still runs there.
      let lost: ContainerShell | null = null;
      return {
        async openShell(size, events) {
          const shell = await parts.openShell({ ...ref, ...size });
          if (lost) end(lost);
          lost = null;
          const onEnd = (exit: ShellExit | null) => {
            if (!exit) lost = shell;
            events.onEnd(exit);
          };
          return shellOf(shell, { ...events, onEnd }, end);
        },
        async whenBack(signal) {
          for (let look = 0; ; look += 1) {
            await pause(lookMs[Math.min(look, lookMs.length - 1)], undefined, { signal });
            if (await looksBack(() => parts.isRunning(ref))) return;
          }
        },
        release() {
          if (lost) end(lost);
        },
      };
    },
    /** Until the shells that were ended have ended: the way to them is still needed. */
    async settled(): Promise<void> {
      await Promise.allSettled(ending);
    },
  };
}

/** A host that does not answer is asked again. @throws what a person has to decide, and that it is gone */
async function looksBack(isRunning: () => Promise<boolean>): Promise<boolean> {
  try {
    return await isRunning();
  } catch (error) {
    const unreachable = ['timeout', 'unreachable', 'lost', 'engine'];
    if (error instanceof AppError && unreachable.includes(error.data.reason ?? '')) return false;
    throw error;
  }
}

function shellOf(shell: ContainerShell, events: ShellEvents, end: (shell: ContainerShell) => void): Shell {
  const { stream } = shell;
  let ended = false;
  const finish = async () => {
    if (ended) return;
    ended = true;
    const outcome = await shell.outcome();
    events.onEnd(outcome ? exitOf(outcome.exitCode) : null);
  };
  stream.on('data', events.onBytes);
  stream.on('error', () => undefined);
  stream.once('end', () => void finish());
  stream.once('close', () => void finish());
  return {
    write: (text) => void (stream.writable && stream.write(text)),
    resize: ({ cols, rows }) => void shell.resize(cols, rows).catch(() => undefined),
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
    end() {
      ended = true;
      stream.resume();
      end(shell);
    },
  };
}

const exitOf = (exitCode: number): ShellExit => ({ exitCode, signal: null });
