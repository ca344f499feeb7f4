import { useState } from 'react';
import { Button } from '../ui/button';
import { copyText } from '../ui/copy';
import { Dialog } from '../ui/dialog';
import { Callout } from '../ui/error';

interface PasswordDialogProps {
  done: { fileName: string; password: string };
  onClose: () => void;
}

/** Shows the password of a protected zip, this once. */
export function PasswordDialog({ done, onClose }: PasswordDialogProps) {
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
      title="The kit in a protected zip"
      description={`Saved as ${done.fileName}`}
      footer={
        <Button variant="primary" onClick={close}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex items-center gap-3 rounded border border-line bg-sunken px-3 py-2">
          <code
            aria-label="Password"
            onCopy={() => setCopied(true)}
            className="min-w-0 flex-1 font-mono text-lg wrap-anywhere select-all"
          >
            {done.password}
          </code>
          <Button onClick={() => void copyText(done.password).then(() => setCopied(true))}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        </div>
        <p className="text-muted">
          This password is not stored and will not be shown again. 7-Zip, WinZip and Keka open the zip.
        </p>
        {warned && !copied ? (
          <Callout tone="attention" title="The password was not copied">
            Without it the zip cannot be opened. Choose Done again to close all the same.
          </Callout>
        ) : null}
      </div>
    </Dialog>
  );
}
