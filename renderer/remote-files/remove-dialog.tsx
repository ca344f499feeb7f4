import { useQuery } from '@tanstack/react-query';
import type { RemoteEntry } from '../../preload/contract/file-calls';
import { ConfirmDialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { formatBytes } from '../ui/format';
import { Progress } from '../ui/progress';
import { callsOf, type Place, queriesOf } from './place';
import { countEntries, plural } from './words';

interface RemoveDialogProps {
  place: Place;
  entries: RemoteEntry[];
  onDone: () => void;
  onClose: () => void;
}

/** Counts what a removal takes, and asks. */
export function RemoveDialog({ place, entries, onDone, onClose }: RemoveDialogProps) {
  const input = { ...place, paths: entries.map(({ path }) => path) };
  const count = useQuery(queriesOf(place).count.queryOptions({ input, retry: false, staleTime: 0 }));
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
        await callsOf(place).remove(input);
        onDone();
      }}
    >
      {count.isPending ? <Progress value={null} label="Counting what is in it" /> : null}
      {count.error ? <ErrorPanel error={count.error} title="It could not be counted" /> : null}
      {count.data ? (
        <p>
          {count.data.cut ? 'More than ' : ''}
          {plural(count.data.files, 'file')} and {plural(count.data.folders, 'folder')} with{' '}
          {formatBytes(count.data.bytes)} are deleted{' '}
          {place.containerId === null ? 'on the host' : 'in the container'}. Where links lead, nothing is. It
          cannot be undone.
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
