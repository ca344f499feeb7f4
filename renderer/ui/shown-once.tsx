import { type ReactNode, useState } from 'react';
import { Button } from './button';
import { copyText } from './copy';
import { Dialog } from './dialog';
import { Callout } from './error';

interface ShownOnceProps {
  title: string;
  description: string;
  /** What the secret is called: `Password`. */
  label: string;
  /** Null when there is none to show, as it is the person's own. */
  secret: string | null;
  /** What cannot be done without it. */
  lost: string;
  onClose: () => void;
  /** Buttons before "Done", which then is not the main one when `busy`. */
  actions?: ReactNode;
  busy?: boolean;
  /** What to know about it, below the secret. */
  children: ReactNode;
}

/** A secret that is shown now and never again: closing without having copied it asks once. */
export function ShownOnce(props: ShownOnceProps) {
  const { title, description, label, secret, lost, onClose, actions, busy = false, children } = props;
  const [copied, setCopied] = useState(secret === null);
  const [warned, setWarned] = useState(false);
  const close = () => {
    if (copied || warned) onClose();
    else setWarned(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={title}
      description={description}
      footer={
        <>
          {actions}
          <Button variant={busy ? 'secondary' : 'primary'} onClick={close}>
            Done
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {secret === null ? null : (
          <SecretBox label={label} secret={secret} copied={copied} onCopied={() => setCopied(true)} />
        )}
        {children}
        {warned && !copied ? (
          <Callout tone="attention" title={`The ${label.toLowerCase()} was not copied`}>
            {lost} Choose Done again to close all the same.
          </Callout>
        ) : null}
      </div>
    </Dialog>
  );
}

interface SecretBoxProps {
  label: string;
  secret: string;
  copied: boolean;
  onCopied: () => void;
}

function SecretBox({ label, secret, copied, onCopied }: SecretBoxProps) {
  return (
    <div className="flex items-center gap-3 rounded border border-line bg-sunken px-3 py-2">
      <code
        aria-label={label}
        onCopy={onCopied}
        className="min-w-0 flex-1 font-mono text-lg wrap-anywhere select-all"
      >
        {secret}
      </code>
      <Button onClick={() => void copyText(secret).then(onCopied)}>{copied ? 'Copied' : 'Copy'}</Button>
    </div>
  );
}
