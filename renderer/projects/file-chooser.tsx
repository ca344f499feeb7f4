import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { type ProjectFile, readProjectFile } from './import-file';

interface FileChooserProps {
  fileName: string | null;
  onFile: (file: ProjectFile) => void;
}

/** The file to import: chosen here, or dropped anywhere on the window. */
export function FileChooser({ fileName, onFile }: FileChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<unknown>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    setError(null);
    try {
      onFile(await readProjectFile(file));
    } catch (reason) {
      setError(reason);
    }
  };
  return (
    <>
      <div className="flex items-center gap-3 rounded border border-dashed border-line-strong px-4 py-3">
        <FileUp aria-hidden className="size-5 shrink-0 text-faint" />
        <div className="min-w-0 flex-1">
          {fileName ? (
            <p className="truncate font-mono text-sm">{fileName}</p>
          ) : (
            <p className="text-muted">Drop a file anywhere on the window, or choose one.</p>
          )}
        </div>
        <input
          ref={input}
          type="file"
          accept=".yml,.yaml"
          aria-label="Project file"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            void read(event.target.files?.[0]);
            // The same file can be chosen again after it was mended.
            event.target.value = '';
          }}
        />
        <Button onClick={() => input.current?.click()}>{fileName ? 'Choose another' : 'Choose file'}</Button>
      </div>
      {error ? <ErrorPanel error={error} title="The file was not read" /> : null}
    </>
  );
}
