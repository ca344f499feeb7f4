import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from './button';
import { Dialog } from './dialog-frame';
import { ErrorPanel } from './error';
import { Field, TextInput } from './field';

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What is destroyed, and what stays. */
  children?: ReactNode;
  /** The verb. */
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  /** A name that must be typed first. */
  typeName?: string;
  onConfirm: () => Promise<void> | void;
}

/** Asks before something happens. Stays open and says why when it fails. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children, cancelLabel = 'Cancel' } = props;
  const formId = useId();
  const [busy, setBusy] = useState(false);
  const [typed, setTyped] = useState('');
  const close = (next: boolean) => {
    if (busy) return;
    setTyped('');
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={title}
      size="sm"
      footer={
        <>
          <Button onClick={() => close(false)}>{cancelLabel}</Button>
          <Button
            type="submit"
            form={formId}
            variant={props.danger ? 'danger' : 'primary'}
            busy={busy}
            disabled={props.typeName !== undefined && typed !== props.typeName}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <ConfirmForm
        {...props}
        formId={formId}
        typed={typed}
        setTyped={setTyped}
        setBusy={setBusy}
        onDone={close}
      >
        {children}
      </ConfirmForm>
    </Dialog>
  );
}

interface ConfirmFormProps extends ConfirmDialogProps {
  formId: string;
  typed: string;
  setTyped: (typed: string) => void;
  setBusy: (busy: boolean) => void;
  onDone: (open: boolean) => void;
}

function ConfirmForm(props: ConfirmFormProps) {
  const { formId, typeName, typed, setTyped, setBusy, onConfirm, onOpenChange } = props;
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (typeName !== undefined && typed !== typeName) return;
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      setTyped('');
      onOpenChange(false);
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <div className="text-muted">{props.children}</div>
      {typeName === undefined ? null : (
        <Field
          label={
            <>
              Type <span className="font-mono text-ink select-all">{typeName}</span> to confirm
            </>
          }
        >
          <TextInput value={typed} onChange={(event) => setTyped(event.target.value)} autoFocus />
        </Field>
      )}
      {error ? <ErrorPanel error={error} /> : null}
    </form>
  );
}
