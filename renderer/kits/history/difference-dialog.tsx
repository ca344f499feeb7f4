import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../rpc/client';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorPanel } from '../../ui/error';
import { Progress } from '../../ui/progress';
import { ChangedFiles } from './changed-files';
import { describeChange } from './history-words';

interface DifferenceDialogProps {
  participant: string;
  beforeId: string;
  afterId: string;
  onClose: () => void;
}

/** What differs between two kits of a participant, file by file. */
export function DifferenceDialog({ participant, beforeId, afterId, onClose }: DifferenceDialogProps) {
  const difference = useQuery(orpc.kitHistory.difference.queryOptions({ input: { beforeId, afterId } }));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`The kits of ${participant}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {difference.isPending ? <Progress value={null} label="Comparing the kits" /> : null}
      {difference.error ? (
        <ErrorPanel error={difference.error} onRetry={() => void difference.refetch()} />
      ) : null}
      {difference.data ? (
        <div className="flex flex-col gap-3">
          <p>{beforeId === afterId ? 'It is the same kit.' : `${describeChange(difference.data)}.`}</p>
          <ChangedFiles files={difference.data.files} />
        </div>
      ) : null}
    </Dialog>
  );
}
