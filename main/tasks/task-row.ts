import type { Task } from '../../preload/contract/tasks';
import type { taskRows } from './tables';

export type TaskRow = typeof taskRows.$inferSelect;

/** A stored task as the contract shows it. */
export function toTask(row: TaskRow, known: boolean): Task {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    subject: row.subjectType && row.subjectId ? { type: row.subjectType, id: row.subjectId } : null,
    stage: row.stage,
    stageIndex: row.stageIndex,
    stageCount: row.stageCount,
    progress: row.progress,
    error: row.error,
    result: row.result,
    cancelRequested: row.cancelRequested,
    canRetry: known && row.finishedAt !== null && row.state !== 'succeeded',
    startedBy: row.startedBy,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}
