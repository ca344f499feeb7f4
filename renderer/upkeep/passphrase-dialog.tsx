import { useState } from 'react';
import { Button } from '../ui/button';
import { copyText } from '../ui/copy';
import { Dialog } from '../ui/dialog';
import { Callout } from '../ui/error';

export interface ExportedBackup {
  fileName: string;
  passphrase: string;
  savedTo: string | null;
}

/** Shows the passphrase of an exported backup, this once. */
export function PassphraseDialog({ done, onClose }: { done: ExportedBackup; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  const [warned, setWarned] = useState(false);
  const close = () => {
    if (copied || warned) onClose();
    else setWarned(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="The backup is exported"
      description={done.savedTo ? `Saved as ${done.savedTo}` : `Downloaded as ${done.fileName}`}
      footer={
        <Button variant="primary" onClick={close}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex items-center gap-3 rounded border border-line bg-sunken px-3 py-2">
          <code
            aria-label="Passphrase"
            onCopy={() => setCopied(true)}
            className="min-w-0 flex-1 font-mono text-lg wrap-anywhere select-all"
          >
            {done.passphrase}
          </code>
          <Button onClick={() => void copyText(done.passphrase).then(() => setCopied(true))}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        </div>
        <p className="text-muted">
          This passphrase is not stored and will not be shown again. Keep it in a password manager or on
          paper, not beside the file.
        </p>
        {warned && !copied ? (
          <Callout tone="attention" title="The passphrase was not copied">
            Without it the backup cannot be restored. Choose Done again to close all the same.
          </Callout>
        ) : null}
      </div>
    </Dialog>
  );
}
