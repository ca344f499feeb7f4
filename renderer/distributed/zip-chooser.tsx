import { FileDown } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { ErrorPanel } from '../ui/error';
import { toBase64 } from './base64';

interface ZipChooserProps {
  /** What it is for: `Request zip`. */
  label: string;
  text: string;
  /** Its failure is shown here. */
  onZip: (content: string) => Promise<unknown>;
}

/** Takes a zip that somebody has sent: dropped here, or chosen. */
export function ZipChooser({ label, text, onZip }: ZipChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setError(null);
    try {
      await onZip(await toBase64(file));
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <div className="flex flex-col gap-2">
      <div
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'flex items-center gap-3 rounded border border-dashed border-line-strong px-4 py-3',
          over && 'border-accent bg-hover',
        )}
      >
        <FileDown aria-hidden className="size-5 shrink-0 text-faint" />
        <p className="min-w-0 flex-1 text-muted">{text}</p>
        <input
          ref={input}
          type="file"
          accept=".zip"
          aria-label={label}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            // The same file can be chosen again.
            event.target.value = '';
          }}
        />
        <Button busy={busy} onClick={() => input.current?.click()}>
          Choose file
        </Button>
      </div>
      {error ? <ErrorPanel error={error} title="The zip was not taken in" /> : null}
    </div>
  );
}
