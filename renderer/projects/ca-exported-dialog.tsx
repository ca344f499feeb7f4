import { useState } from 'react';
import { Button } from '../ui/button';
import { copyText } from '../ui/copy';
import { Dialog } from '../ui/dialog';
import { Callout } from '../ui/error';

export interface ExportedCa {
  fileName: string;
  /** Null when it is the person's own. */
  passphrase: string | null;
  savedTo: string | null;
}

/** Says where the exported CA is, and shows a generated passphrase this once. */
export function CaExportedDialog({ done, onClose }: { done: ExportedCa; onClose: () => void }) {
  const [copied, setCopied] = useState(done.passphrase === null);
  const [warned, setWarned] = useState(false);
  const close = () => {
    if (copied || warned) onClose();
    else setWarned(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="The CA is exported"
      description={done.savedTo ? `Saved as ${done.savedTo}` : `Downloaded as ${done.fileName}`}
      footer={
        <Button variant="primary" onClick={close}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {done.passphrase === null ? (
          <p className="text-muted">It opens with the passphrase you gave, which is stored nowhere.</p>
        ) : (
          <ShownOnce passphrase={done.passphrase} copied={copied} onCopied={() => setCopied(true)} />
        )}
        {warned && !copied ? (
          <Callout tone="attention" title="The passphrase was not copied">
            Without it the file cannot be opened. Choose Done again to close all the same.
          </Callout>
        ) : null}
      </div>
    </Dialog>
  );
}

function ShownOnce(props: { passphrase: string; copied: boolean; onCopied: () => void }) {
  const { passphrase, copied, onCopied } = props;
  return (
    <>
      <div className="flex items-center gap-3 rounded border border-line bg-sunken px-3 py-2">
        <code
          aria-label="Passphrase"
          onCopy={onCopied}
          className="min-w-0 flex-1 font-mono text-lg wrap-anywhere select-all"
        >
          {passphrase}
        </code>
        <Button onClick={() => void copyText(passphrase).then(onCopied)}>{copied ? 'Copied' : 'Copy'}</Button>
      </div>
      <p className="text-muted">
        This passphrase is not stored and will not be shown again. Keep it in a password manager or on paper,
        not beside the file.
      </p>
    </>
  );
}
