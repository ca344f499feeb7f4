import { ShownOnce } from '../ui/shown-once';

export interface ExportedBackup {
  fileName: string;
  passphrase: string;
  savedTo: string | null;
}

/** Shows the passphrase of an exported backup, this once. */
export function PassphraseDialog({ done, onClose }: { done: ExportedBackup; onClose: () => void }) {
  return (
    <ShownOnce
      title="The backup is exported"
      description={done.savedTo ? `Saved as ${done.savedTo}` : `Downloaded as ${done.fileName}`}
      label="Passphrase"
      secret={done.passphrase}
      lost="Without it the backup cannot be restored."
      onClose={onClose}
    >
      <p className="text-muted">
        This passphrase is not stored and will not be shown again. Keep it in a password manager or on paper,
        not beside the file.
      </p>
    </ShownOnce>
  );
}
