import type { z } from 'zod';
import type { Permission } from '../../preload/contract/meta';
import { AppError } from '../errors';
import type { TaskContext } from './run-task';
import type { TaskRow } from './task-row';

/** A kind of long work. `input` is stored, so it must be plain JSON and hold no secret. */
export interface TaskKind<I> {
  kind: string;
  /** What starting it takes, and so running it again. */
  permission: Permission;
  input: z.ZodType<I>;
  run(input: I, context: TaskContext): Promise<unknown>;
  /** Called once when the process that ran it is gone: put right what was left half done. */
  interrupted?(input: I, taskId: string): void;
  /** It cannot be run again: its input alone does not say what to do. */
  once?: boolean;
  /** How to run it again, when the same input is not enough: starts it and gives the new task's id. */
  retry?(input: I, startedBy: string): string;
}

export type Kinds = ReturnType<typeof createKinds>;

/**
 * The kinds of work that this version knows. The store gives back unknown JSON; each kind's own schema checks
 * it before its functions see it.
 */
export function createKinds() {
  const kinds = new Map<string, TaskKind<unknown>>();
  return {
    /** Must happen before `recover`, in every process, so that any can retry it. */
    define<I>(kind: TaskKind<I>): void {
      kinds.set(kind.kind, {
        ...kind,
        run: (input, context) => kind.run(kind.input.parse(input), context),
        interrupted: (input, taskId) => kind.interrupted?.(kind.input.parse(input), taskId),
        retry: kind.retry && ((input, startedBy) => kind.retry?.(kind.input.parse(input), startedBy) ?? ''),
      });
    },
    find: (name: string) => kinds.get(name),
    need(name: string): TaskKind<unknown> {
      const kind = kinds.get(name);
      if (!kind) throw new Error(`no such kind of task: ${name}`);
      return kind;
    },
    canRetry: ({ kind: name }: TaskRow): boolean => {
      const kind = kinds.get(name);
      return kind !== undefined && !kind.once;
    },
    /** @throws AppError CONFLICT when there is no way to run it again. */
    needRetryable(row: TaskRow): TaskKind<unknown> {
      const kind = kinds.get(row.kind);
      if (kind && !kind.once) return kind;
      throw new AppError('CONFLICT', 'This cannot be run again from here.', { hint: 'Start it anew.' });
    },
  };
}
