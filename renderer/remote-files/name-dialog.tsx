import { type FormEvent, useId, useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';

interface NameDialogProps {
  title: string;
  label: string;
  help?: string;
  initial: string;
  confirmLabel: string;
  /** What is wrong with the text; null when nothing is. */
  check?: (text: string) => string | null;
  onSubmit: (text: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for one line of text, and stays open when it is refused. */
export function NameDialog(props: NameDialogProps) {
  const { title, label, help, initial, confirmLabel, check, onClose } = props;
  const [text, setText] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const formId = useId();
  const wrong = text === '' || text === initial ? null : (check?.(text) ?? null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await props.onSubmit(text);
      onClose();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={title}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={busy}
            disabled={text === '' || wrong !== null}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <Field label={label} help={help} error={wrong ?? undefined}>
          <TextInput
            autoFocus
            value={text}
            maxLength={255}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {error ? <ErrorPanel error={error} /> : null}
      </form>
    </Dialog>
  );
}
