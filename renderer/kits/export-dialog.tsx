import { useState } from 'react';
import { Button } from '../ui/button';
import { copyText } from '../ui/copy';
import { Dialog } from '../ui/dialog';
import { Callout } from '../ui/error';
import { HandoverForm } from './handover-form';
import { countKits } from './kit-words';
import type { ProtectedExport } from './use-export';

/** Shows the password of a protected zip, this once, and offers to record who gets the zip. */
export function ExportDialog({ done, onClose }: { done: ProtectedExport; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  const [warned, setWarned] = useState(false);
  const [recording, setRecording] = useState(false);
  const close = () => {
    if (copied || warned) onClose();
    else setWarned(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={`${countKits(done.kits.length)} in a protected zip`}
      description={done.savedTo ? `Saved as ${done.savedTo}` : `Downloaded as ${done.fileName}`}
      footer={
        <>
          {recording ? null : <Button onClick={() => setRecording(true)}>Record the hand-over</Button>}
          <Button variant={recording ? 'secondary' : 'primary'} onClick={close}>
            Done
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <PasswordBox password={done.password} copied={copied} onCopied={() => setCopied(true)} />
        <p className="text-muted">
          This password is not stored and will not be shown again. Send it on another way than the zip itself.
        </p>
        <p className="text-muted">
          7-Zip, WinZip and Keka open the zip. Windows Explorer alone cannot: it knows no AES encryption.
        </p>
        {warned && !copied ? (
          <Callout tone="attention" title="The password was not copied">
            Without it the zip cannot be opened. Choose Done again to close all the same.
          </Callout>
        ) : null}
        {recording ? (
          <HandoverForm
            kits={done.kits}
            method="Protected zip"
            onDone={() => setRecording(false)}
            onCancel={() => setRecording(false)}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

interface PasswordBoxProps {
  password: string;
  copied: boolean;
  onCopied: () => void;
}

function PasswordBox({ password, copied, onCopied }: PasswordBoxProps) {
  return (
    <div className="flex items-center gap-3 rounded border border-line bg-sunken px-3 py-2">
      <code
        aria-label="Password"
        onCopy={onCopied}
        className="min-w-0 flex-1 font-mono text-lg wrap-anywhere select-all"
      >
        {password}
      </code>
      <Button onClick={() => void copyText(password).then(onCopied)}>{copied ? 'Copied' : 'Copy'}</Button>
    </div>
  );
}
