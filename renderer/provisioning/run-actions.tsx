import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileCog, RotateCw, Square } from 'lucide-react';
import type { RunSummary } from '../../preload/contract/provisioning';
import type { Task } from '../../preload/contract/tasks';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { usePrimaryAction } from '../ui/shortcuts';
import { toast } from '../ui/toast';
import { useHandOver } from './use-hand-over';
import type { useRunAgain } from './use-run-again';

interface RunActionsProps {
  run: RunSummary;
  task: Task | null;
  again: ReturnType<typeof useRunAgain>;
}

/** Cancel while it runs, run again afterwards, and the way back to the project. */
export function RunActions({ run, task, again }: RunActionsProps) {
  const navigate = useNavigate();
  const running = run.state === 'running';
  const made = run.state === 'succeeded';
  const handOver = useHandOver(run);
  usePrimaryAction(running ? null : made ? handOver : again.start);
  return (
    <>
      <Button
        icon={FileCog}
        onClick={() =>
          void navigate({ to: '/projects/$projectId', params: { projectId: run.projectId }, search: {} })
        }
      >
        Open project
      </Button>
      {running ? (
        <CancelButton run={run} requested={task?.cancelRequested ?? false} />
      ) : (
        <Button
          variant={made ? 'secondary' : 'primary'}
          icon={RotateCw}
          busy={again.starting}
          onClick={again.start}
        >
          Run again
        </Button>
      )}
    </>
  );
}

function CancelButton({ run, requested }: { run: RunSummary; requested: boolean }) {
  const cancel = useMutation({
    mutationFn: () => client.tasks.cancel({ taskId: run.taskId }),
    onError: (error) => toast.error(error),
  });
  const stopping = requested || cancel.isPending || cancel.isSuccess;
  return (
    <Button icon={Square} busy={stopping} onClick={() => cancel.mutate()}>
      {stopping ? 'Cancelling' : 'Cancel run'}
    </Button>
  );
}
