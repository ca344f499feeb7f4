import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field, TextInput } from '../ui/field';
import { familyOf, lookFor } from './fonts';
import { usePreferences } from './preferences';

const warning = 'Its letters are not all of one width: columns will not line up.';

/** Asks for a font of this machine by its name, and shows what it looks like. */
export function FontDialog({ onClose }: { onClose: () => void }) {
  const { font } = usePreferences();
  const [name, setName] = useState(font.kind === 'named' ? font.name : '');
  const wanted = name.trim();
  const found = wanted === '' ? null : lookFor(wanted);
  const isUsable = found === 'good' || found === 'uneven';
  const use = (event: FormEvent) => {
    event.preventDefault();
    if (!isUsable) return;
    usePreferences.setState({ font: { kind: 'named', name: wanted } });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title="Font of terminals"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="terminal-font" disabled={!isUsable}>
            Use this font
          </Button>
        </>
      }
    >
      <form id="terminal-font" className="flex flex-col gap-3" onSubmit={use}>
        <Field
          label="Name"
          help="A font that is installed on this computer, such as Fira Code."
          {...(found === 'missing' && { error: 'No font of this name is installed here.' })}
          {...(found === 'uneven' && { warning })}
        >
          <TextInput value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        </Field>
        <p
          aria-label="What it looks like"
          role="img"
          className="truncate rounded border border-line bg-sunken p-2"
          style={isUsable ? { fontFamily: familyOf({ kind: 'named', name: wanted }) } : undefined}
        >
          {isUsable ? 'site-1 $ nvflare 0Oo 1Il {}[]' : '\u00a0'}
        </p>
      </form>
    </Dialog>
  );
}
