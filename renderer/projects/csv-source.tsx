import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Field, TextArea } from '../ui/field';
import { readProjectFile } from './import-file';

/** The text of the table: pasted, typed, or read from a file. */
export function CsvSource({ text, onText }: { text: string; onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<unknown>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    setError(null);
    try {
      onText((await readProjectFile(file)).text);
    } catch (reason) {
      setError(reason);
    }
  };
  return (
    <>
      <Field
        label="Table"
        help="Columns such as name, type, organisation, role, GPUs. Participants are told apart by name."
      >
        <TextArea
          mono
          rows={text === '' ? 8 : 4}
          wrap="off"
          spellCheck={false}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      </Field>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        aria-label="CSV file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <div>
        <Button size="sm" icon={FileUp} onClick={() => input.current?.click()}>
          Choose a CSV file
        </Button>
      </div>
      {error ? <ErrorPanel error={error} title="The file was not read" /> : null}
    </>
  );
}
