import type { Deployment } from '../../preload/contract/deployments';
import type { Task } from '../../preload/contract/tasks';
import { progressOf, useTaskStore } from '../shell/task-store';
import { stageText } from '../shell/task-words';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { Progress } from '../ui/progress';
import { toast } from '../ui/toast';

/** What is being done with a deployment now, or why the last thing came to nothing. */
export function LastTask({
  deployment,
  onStartAnyway,
}: {
  deployment: Deployment;
  onStartAnyway: () => void;
}) {
  const tasks = useTaskStore((s) => s.tasks);
  const [last] = Object.values(tasks)
    .filter(({ subject }) => subject?.type === 'deployment' && subject.id === deployment.id)
    .toSorted((a, b) => b.createdAt - a.createdAt);
  if (!last) return null;
  if (last.finishedAt === null) return <Running task={last} />;
  if (last.error === null) return null;
  const { message, data } = last.error;
  // The first of them is the message itself.
  const more = data.problems?.filter((problem) => !message.endsWith(problem.message)) ?? [];
  return (
    <Callout
      tone="failed"
      title={message}
      action={
        data.reason === 'checks' ? (
          <Button size="sm" onClick={onStartAnyway}>
            Start anyway
          </Button>
        ) : null
      }
    >
      <p>{data.hint}</p>
      {more.length > 0 ? (
        <ul className="mt-1 list-disc pl-4">
          {more.map((problem) => (
            <li key={`${problem.code} ${problem.message}`}>
              {problem.field}: {problem.message} {problem.hint}
            </li>
          ))}
        </ul>
      ) : null}
    </Callout>
  );
}

function Running({ task }: { task: Task }) {
  const cancel = () => client.tasks.cancel({ taskId: task.id }).catch((error: unknown) => toast.error(error));
  return (
    <div className="flex items-end gap-3">
      <div className="min-w-0 flex-1">
        <Progress value={progressOf(task)} label={stageText(task) ?? task.title} />
      </div>
      <Button size="sm" disabled={task.cancelRequested} onClick={() => void cancel()}>
        Cancel
      </Button>
    </div>
  );
}
