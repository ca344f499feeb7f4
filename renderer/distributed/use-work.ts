import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { toast } from '../ui/toast';
import { reasonOf, useUpkeepTask } from '../upkeep/use-upkeep-task';

interface WorkWords {
  done: string;
  failed: string;
}

/** A call that starts a task: its refusal is kept for the form, its end is told. */
export function useWork<I, O extends { taskId: string }>(
  start: (input: I) => Promise<O>,
  words: WorkWords,
  onDone?: (answer: O) => void,
) {
  const [answer, setAnswer] = useState<O | null>(null);
  const { follow, task, busy } = useUpkeepTask((ended) => {
    void queryClient.invalidateQueries({ queryKey: orpc.distributed.key() });
    if (ended.state === 'succeeded') {
      toast.success(words.done);
      if (answer) onDone?.(answer);
    } else toast.failed(words.failed, { description: reasonOf(ended) });
  });
  const call = useMutation({
    mutationFn: start,
    onSuccess: (started) => {
      setAnswer(started);
      follow(started.taskId);
    },
  });
  return { run: call.mutate, error: call.error, task, busy: busy || call.isPending };
}
