import { ShownOnce } from '../ui/shown-once';

export interface ExportedCa {
  fileName: string;
  /** Null when it is the person's own. */
  passphrase: string | null;
  savedTo: string | null;
}

/** Says where the exported CA is, and shows a generated passphrase this once. */
export function CaExportedDialog({ done, onClose }: { done: ExportedCa; onClose: () => void }) {
  return (
    <ShownOnce
      title="The CA is exported"
      description={done.savedTo ? `Saved as ${done.savedTo}` : `Downloaded as ${done.fileName}`}
      label="Passphrase"
      secret={done.passphrase}
      lost="Without it the file cannot be opened."
      onClose={onClose}
    >
      <p className="text-muted">
        {done.passphrase === null
          ? 'It opens with the passphrase you gave, which is stored nowhere.'
          : 'This passphrase is not stored and will not be shown again. Keep it in a password manager or on paper, not beside the file.'}
      </p>
    </ShownOnce>
  );
}
