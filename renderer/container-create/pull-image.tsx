import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { isUnfinished, progressOf, useTaskStore } from '../shell/task-store';
import { stageText } from '../shell/task-words';
import { Button } from '../ui/button';
import { Callout, ErrorPanel } from '../ui/error';
import { Progress } from '../ui/progress';
import { toast } from '../ui/toast';

interface PullImageProps {
  hostId: string;
  image: string;
  /** Called once when the host has it. */
  onPulled: () => void;
}

/** Has the host fetch an image that it lacks, and shows how far it is. The task goes on when this is closed. */
export function PullImage({ hostId, image, onPulled }: PullImageProps) {
  const [taskId, setTaskId] = useState<string | null>(null);
  const pull = useMutation({
    mutationFn: () => client.images.pull({ hostId, reference: image }),
    onSuccess: ({ id }) => setTaskId(id),
  });
  const task = useTaskStore(({ tasks }) => (taskId === null ? null : (tasks[taskId] ?? null)));
  const pulled = task?.state === 'succeeded';
  useEffect(() => {
    if (pulled) onPulled();
  }, [pulled, onPulled]);
  const { permissions } = useHost().actor;
  if (!permissions.includes('containers.manage')) return null;
  if (task && isUnfinished(task)) {
    const cancel = () =>
      client.tasks.cancel({ taskId: task.id }).catch((error: unknown) => toast.error(error));
    return (
      <div className="mt-1 flex items-end gap-3">
        <div className="min-w-0 flex-1">
          <Progress value={progressOf(task)} label={stageText(task) ?? task.title} />
        </div>
        <Button size="sm" disabled={task.cancelRequested} onClick={() => void cancel()}>
          Stop pulling
        </Button>
      </div>
    );
  }
  return (
    <div className="mt-1 flex flex-col items-start gap-2">
      {pull.error ? <ErrorPanel error={pull.error} title="The pull was not started" /> : null}
      {task?.state === 'failed' && task.error ? (
        <Callout tone="failed" title={task.error.message}>
          {task.error.data.hint}
        </Callout>
      ) : null}
      {pulled ? null : (
        <Button size="sm" icon={Download} busy={pull.isPending} onClick={() => pull.mutate()}>
          Pull it
        </Button>
      )}
    </div>
  );
}
