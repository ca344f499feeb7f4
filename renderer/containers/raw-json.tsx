import { Check, Copy } from 'lucide-react';
import { IconButton } from '../ui/button';
import { useCopy } from '../ui/copy';

/** The engine's own answer, folded. */
export function RawJson({ text }: { text: string }) {
  const { copied, copy } = useCopy(text);
  return (
    <details className="rounded border border-line">
      <summary className="px-3 py-1.5 font-semibold">What the engine says, as JSON</summary>
      <div className="relative border-t border-line">
        <IconButton
          icon={copied ? Check : Copy}
          label={copied ? 'JSON copied' : 'Copy JSON'}
          size="sm"
          onClick={copy}
          className="absolute top-1 right-1 bg-sunken"
        />
        <pre
          tabIndex={0}
          aria-label="JSON"
          className="max-h-96 overflow-auto bg-sunken p-3 font-mono text-sm select-text"
        >
          {text}
        </pre>
      </div>
    </details>
  );
}
