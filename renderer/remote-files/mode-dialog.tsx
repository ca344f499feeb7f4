import type { RemoteEntry } from '../../preload/contract/file-calls';
import { NameDialog } from './name-dialog';
import { callsOf, type Place } from './place';
import { octal, readMode } from './words';

interface ModeDialogProps {
  place: Place;
  entry: RemoteEntry;
  onClose: () => void;
  onDone: () => Promise<void>;
}

export function ModeDialog({ place, entry, onClose, onDone }: ModeDialogProps) {
  return (
    <NameDialog
      title={`Permissions of ${entry.name}`}
      label="Octal"
      help="Three digits for owner, group and others: 4 reads, 2 writes, 1 runs or enters."
      initial={octal(entry.mode)}
      confirmLabel="Change permissions"
      check={(text) => (readMode(text) === null ? 'Three or four digits from 0 to 7.' : null)}
      onClose={onClose}
      onSubmit={async (text) => {
        const mode = readMode(text) ?? entry.mode;
        await callsOf(place).setMode({ ...place, path: entry.path, mode });
        await onDone();
      }}
    />
  );
}
