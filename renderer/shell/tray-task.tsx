import { Link } from '@tanstack/react-router';
import { Ban, RotateCw, ScrollText, X } from 'lucide-react';
import type { Task } from '../../preload/contract/tasks';
import { IconButton } from '../ui/button';
import { Progress } from '../ui/progress';
import { StatusIcon } from '../ui/status';
import { Elapsed, RelativeTime } from '../ui/time';
import { routeOfTask } from './task-route';
import { isUnfinished, progressOf } from './task-store';
import { stageText, taskStatus } from './task-words';
import { useTaskActions } from './use-task-actions';

interface TrayTaskProps {
  task: Task;
  /** Called when a link leads away from the tray. */
  onLeave: () => void;
}

/** One task in the tray. */
export function TrayTask({ task, onLeave }: TrayTaskProps) {
  const status = taskStatus(task);
  const unfinished = isUnfinished(task);
  return (
    <li className="flex gap-2.5 border-b border-line px-4 py-2.5 last:border-b-0">
      <StatusIcon state={status.state} className="mt-0.5" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <Link
          {...routeOfTask(task)}
          onClick={onLeave}
          className="truncate rounded-sm font-medium hover:underline"
        >
          {task.title}
        </Link>
        <p className="truncate text-sm text-muted">
          {status.label}
          <TaskDetail task={task} />
        </p>
        {unfinished ? <Progress value={progressOf(task)} label={task.title} /> : null}
      </div>
      <TrayActions task={task} onLeave={onLeave} />
    </li>
  );
}

function TaskDetail({ task }: { task: Task }) {
  const stage = stageText(task);
  if (isUnfinished(task)) {
    return (
      <>
        {stage ? ` · ${stage}` : null} · <Elapsed since={task.startedAt ?? task.createdAt} />
      </>
    );
  }
  return (
    <>
      {task.error ? ` · ${task.error.message}` : null} ·{' '}
      <RelativeTime at={task.finishedAt ?? task.createdAt} />
    </>
  );
}

function TrayActions({ task, onLeave }: TrayTaskProps) {
  const { cancel, retry, dismiss, busy } = useTaskActions(task.id);
  const unfinished = isUnfinished(task);
  const mayRetry = task.canRetry && !unfinished && task.state !== 'succeeded';
  return (
    <div className="-mr-2 flex items-start">
      <Link
        to="/tasks/$taskId"
        params={{ taskId: task.id }}
        onClick={onLeave}
        aria-label={`Log of ${task.title}`}
        title="Log"
        className="grid size-6 place-items-center rounded text-muted hover:bg-hover hover:text-ink"
      >
        <ScrollText aria-hidden className="size-4" strokeWidth={1.75} />
      </Link>
      {unfinished ? (
        <IconButton
          icon={Ban}
          label={`Cancel ${task.title}`}
          size="sm"
          disabled={busy || task.cancelRequested}
          onClick={cancel}
        />
      ) : null}
      {mayRetry ? (
        <IconButton
          icon={RotateCw}
          label={`Run again: ${task.title}`}
          size="sm"
          disabled={busy}
          onClick={retry}
        />
      ) : null}
      {unfinished ? null : (
        <IconButton icon={X} label={`Dismiss ${task.title}`} size="sm" disabled={busy} onClick={dismiss} />
      )}
    </div>
  );
}
