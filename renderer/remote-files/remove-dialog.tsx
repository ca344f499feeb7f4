import { useQuery } from '@tanstack/react-query';
import type { RemoteEntry } from '../../preload/contract/file-calls';
import { client, orpc } from '../rpc/client';
import { ConfirmDialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { formatBytes } from '../ui/format';
import { Progress } from '../ui/progress';
import { countEntries, plural } from './words';

interface RemoveDialogProps {
  hostId: string;
  entries: RemoteEntry[];
  onDone: () => void;
  onClose: () => void;
}

/** Counts what a removal takes, and asks. */
export function RemoveDialog({ hostId, entries, onDone, onClose }: RemoveDialogProps) {
  const input = { hostId, paths: entries.map(({ path }) => path) };
  const count = useQuery(orpc.remoteFiles.count.queryOptions({ input, retry: false, staleTime: 0 }));
  const [first] = entries;
  const what = entries.length === 1 ? (first?.name ?? '') : countEntries(entries.length);
  const recursive = count.data ? count.data.folders > 0 && count.data.files > 0 : false;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${what}?`}
      confirmLabel={count.data ? 'Delete' : 'Counting'}
      danger
      typeName={recursive && entries.length === 1 ? first?.name : undefined}
      onConfirm={async () => {
        if (!count.data) return;
        await client.remoteFiles.remove(input);
        onDone();
      }}
    >
      {count.isPending ? <Progress value={null} label="Counting what is in it" /> : null}
      {count.error ? <ErrorPanel error={count.error} title="It could not be counted" /> : null}
      {count.data ? (
        <p>
          {count.data.cut ? 'More than ' : ''}
          {plural(count.data.files, 'file')} and {plural(count.data.folders, 'folder')} with{' '}
          {formatBytes(count.data.bytes)} are deleted on the host. Where links lead, nothing is. It cannot be
          undone.
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
