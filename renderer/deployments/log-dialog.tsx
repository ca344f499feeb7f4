import { useState } from 'react';
import { type Deployment, logFiles } from '../../preload/contract/deployments';
import { client } from '../rpc/client';
import { type StreamState, useStream } from '../rpc/use-stream';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Select } from '../ui/field';
import { LogView } from '../ui/log-view';

type LogFile = (typeof logFiles)[number];
const tail = 2000;
/** More is not kept on the page; the rest is in the file. */
const keptChars = 4_000_000;

const labels: Record<LogFile, string> = {
  console: 'Console',
  'log.txt': 'log.txt',
  'error_log.txt': 'error_log.txt',
  'audit.log': 'audit.log',
};

/** A log of a deployment: its end, and what follows while it is open. */
export function LogDialog({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) {
  const [file, setFile] = useState<LogFile>('console');
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={`Log of ${deployment.participant}`}
      description={`On ${deployment.hostName}. The last ${tail} lines and what follows. Find looks through these lines only.`}
    >
      <div className="flex h-[60vh] flex-col gap-3">
        <FollowedLog
          key={file}
          deployment={deployment}
          file={file}
          choice={
            <Select
              aria-label="Log file"
              className="w-40"
              value={file}
              onValueChange={(next) => setFile(logFiles.find((each) => each === next) ?? 'console')}
              options={logFiles.map((each) => ({ value: each, label: labels[each] }))}
            />
          }
        />
      </div>
    </Dialog>
  );
}

const emptyWords: Record<StreamState, string> = {
  opening: 'Reading the log.',
  live: 'Nothing was written so far.',
  ended: 'Nothing was written so far.',
  failed: 'No lines could be read.',
};

interface FollowedLogProps {
  deployment: Deployment;
  file: LogFile;
  choice: React.ReactNode;
}

function FollowedLog({ deployment, file, choice }: FollowedLogProps) {
  const [text, setText] = useState('');
  const { state, error } = useStream({
    key: `${deployment.id} ${file}`,
    open: (signal) => {
      // After a lost connection the end comes once more.
      setText('');
      return client.deployments.logs({ deploymentId: deployment.id, file, tail }, { signal });
    },
    onEvent: (piece) => setText((before) => (before + piece.text).slice(-keptChars)),
  });
  return (
    <>
      {error ? <ErrorPanel error={error} title="The log could not be read" /> : null}
      <LogView
        lines={text}
        follow
        label="Deployment log"
        name={`${deployment.participant}-${file.replace('.', '-')}`}
        toolbar={choice}
        empty={emptyWords[error === null ? state : 'failed']}
      />
    </>
  );
}
