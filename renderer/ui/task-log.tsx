import { useRef, useState } from 'react';
import { client } from '../rpc/client';
import { useStream } from '../rpc/use-stream';
import { ErrorPanel } from './error';
import { LogView } from './log-text';

interface TaskLogProps {
  taskId: string;
  className?: string;
}

/** The log of one task, live while it runs; picks up where it was after a lost connection. */
export function TaskLog({ taskId, className }: TaskLogProps) {
  return <OneTaskLog key={taskId} taskId={taskId} className={className} />;
}

function OneTaskLog({ taskId, className }: TaskLogProps) {
  const [text, setText] = useState('');
  const offset = useRef(0);
  const { state, error } = useStream({
    key: taskId,
    open: (signal) => client.tasks.log({ taskId, offset: offset.current }, { signal }),
    onEvent: (piece) => {
      offset.current = piece.nextOffset;
      setText((before) => before + piece.text);
    },
  });
  if (error) return <ErrorPanel error={error} title="The log could not be read" />;
  return (
    <LogView
      lines={text}
      follow={state === 'live'}
      label="Task log"
      name={`task-${taskId}`}
      empty={state === 'ended' ? 'This task wrote no log.' : 'Nothing was written yet.'}
      className={className}
    />
  );
}
