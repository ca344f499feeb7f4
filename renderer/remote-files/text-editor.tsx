import { Save } from 'lucide-react';
import { useState } from 'react';
import type { RemoteLook } from '../../preload/contract/file-calls';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { TextArea } from '../ui/field';
import { useSaveAction } from '../ui/shortcuts';
import { useUnsavedGuard } from '../ui/use-unsaved-guard';
import { callsOf, type Place } from './place';

type Text = Extract<RemoteLook['content'], { type: 'text' }>;

interface TextEditorProps {
  place: Place;
  path: string;
  name: string;
  content: Text;
  onSaved: (look: RemoteLook) => void;
}

/** A text: shown, and edited when it is small and in UTF-8. */
export function TextEditor({ place, path, name, content, onSaved }: TextEditorProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { version } = content;
  const dirty = draft !== null && draft !== content.text;
  useUnsavedGuard(dirty, 'open');
  const save = async () => {
    if (!version || draft === null) return;
    setBusy(true);
    setError(null);
    try {
      onSaved(await callsOf(place).save({ ...place, path, text: draft, version }));
      setDraft(null);
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  useSaveAction(dirty && version && !busy ? () => void save() : null);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-faint">{describe(content)}</p>
      <TextArea
        mono
        rows={18}
        aria-label={`Text of ${name}`}
        spellCheck={false}
        readOnly={!version}
        value={draft ?? content.text}
        onChange={(event) => setDraft(event.target.value)}
      />
      {error ? <ErrorPanel error={error} title="The file was not saved" /> : null}
      {version ? (
        <div className="flex gap-2">
          <Button
            size="sm"
            variant="primary"
            icon={Save}
            busy={busy}
            disabled={!dirty}
            onClick={() => void save()}
          >
            {place.containerId === null ? 'Save on host' : 'Save in container'}
          </Button>
          {dirty ? (
            <Button size="sm" onClick={() => setDraft(null)}>
              Discard changes
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function describe({ encoding, cut, version }: Text): string {
  if (cut) return `${encoding}. Only its beginning is shown; download it for the rest.`;
  return version ? encoding : `${encoding}. Only texts in UTF-8 without a mark are edited here.`;
}
