import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Ban, RotateCw } from 'lucide-react';
import type { Task } from '../../preload/contract/tasks';
import { ORPCError } from '@orpc/client';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copy';
import { ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { TaskLog } from '../ui/log-view';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { Duration, Elapsed, RelativeTime } from '../ui/time';
import { PagePending } from './page-pending';
import { routeOfTask } from './task-route';
import { isUnfinished, progressOf, useTaskStore } from './task-store';
import { stageText, taskStatus } from './task-words';
import { useShowsTask } from './use-shows-task';
import { useTaskActions } from './use-task-actions';

const route = getRouteApi('/tasks/$taskId');

/** One piece of long work: how it is, what it wrote. */
export function TaskPage() {
  const { taskId } = route.useParams();
  const live = useTaskStore((s) => s.tasks[taskId]);
  const query = useQuery(orpc.tasks.get.queryOptions({ input: { taskId } }));
  const task = live ?? query.data;
  if (task) return <TaskView task={task} />;
  if (!query.error) return <PagePending />;
  return (
    <Page title="Task">
      <ErrorPanel
        error={query.error}
        title="This task could not be read"
        onRetry={() => void query.refetch()}
      />
    </Page>
  );
}

function TaskView({ task }: { task: Task }) {
  const status = taskStatus(task);
  useShowsTask(task.id);
  const unfinished = isUnfinished(task);
  return (
    <Page
      title={task.title}
      state={
        <Status state={status.state} label={status.label} detail={unfinished ? stageText(task) : null} />
      }
      actions={<TaskActions task={task} />}
    >
      {unfinished ? <Progress value={progressOf(task)} label={task.title} /> : null}
      {task.error ? (
        <ErrorPanel
          error={
            new ORPCError(task.error.code, {
              defined: true,
              message: task.error.message,
              data: task.error.data,
            })
          }
          title={task.state === 'interrupted' ? 'The task was interrupted' : 'The task failed'}
        />
      ) : null}
      <TaskFacts task={task} />
      <TaskLog taskId={task.id} />
    </Page>
  );
}

const places: Record<string, string> = {
  '/runs/$runId': 'Go to the run',
  '/settings/upkeep': 'Go to upkeep',
};

function TaskActions({ task }: { task: Task }) {
  const { cancel, retry, busy } = useTaskActions(task.id);
  const target = routeOfTask(task);
  return (
    <>
      {target.to === '/tasks/$taskId' ? null : (
        <Link {...target} className="text-accent underline-offset-3 hover:underline">
          {places[target.to ?? ''] ?? 'Go to the project'}
        </Link>
      )}
      {isUnfinished(task) ? (
        <Button icon={Ban} busy={busy} disabled={task.cancelRequested} onClick={cancel}>
          Cancel
        </Button>
      ) : null}
      {task.canRetry && !isUnfinished(task) && task.state !== 'succeeded' ? (
        <Button icon={RotateCw} variant="primary" busy={busy} onClick={retry}>
          Run again
        </Button>
      ) : null}
    </>
  );
}

function TaskFacts({ task }: { task: Task }) {
  const began = task.startedAt ?? task.createdAt;
  return (
    <FactList
      facts={[
        { label: 'Started', value: <RelativeTime at={began} /> },
        {
          label: 'Duration',
          value: task.finishedAt ? <Duration ms={task.finishedAt - began} /> : <Elapsed since={began} />,
        },
        { label: 'Started by', value: task.startedBy },
        { label: 'Task', value: <Copyable value={task.id} mono label="task id" /> },
      ]}
    />
  );
}
