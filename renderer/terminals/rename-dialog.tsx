import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field, TextInput } from '../ui/field';
import { renameTab, type Tab } from './store';

interface RenameDialogProps {
  tab: Tab;
  /** What it is called without a name of its own. */
  own: string;
  onClose: () => void;
}

/** Asks for the name of a tab. */
export function RenameDialog({ tab, own, onClose }: RenameDialogProps) {
  const [name, setName] = useState(tab.name ?? '');
  const rename = (event: FormEvent) => {
    event.preventDefault();
    renameTab(tab.id, name);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title="Rename this tab"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="terminal-tab">
            Rename
          </Button>
        </>
      }
    >
      <form id="terminal-tab" onSubmit={rename}>
        <Field label="Name" help={`Leave empty to call it ${own}.`}>
          <TextInput
            autoFocus
            value={name}
            maxLength={60}
            placeholder={own}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
