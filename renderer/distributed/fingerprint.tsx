import { Check, Copy } from 'lucide-react';
import { Button } from '../ui/button';
import { useCopy } from '../ui/copy';
import { Field, TextArea } from '../ui/field';
import { fingerprintLines } from '../ui/format';
import { looksLikeFingerprint } from './words';

/** A fingerprint to read out to somebody, in lines of eight pairs. */
export function Fingerprint({ value, label }: { value: string; label: string }) {
  const { copied, copy } = useCopy(value);
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-sm font-medium text-muted">
        {label}
      </span>
      <div className="flex items-start gap-3 rounded border border-line bg-sunken px-3 py-2">
        <code aria-label={label} data-value={value} className="min-w-0 flex-1 font-mono text-base">
          {fingerprintLines(value).map((line, index) => (
            // Lines of one fingerprint may be alike; their place is what tells them apart.
            <span key={`${index} ${line}`} className="block whitespace-nowrap">
              {line}
            </span>
          ))}
        </code>
        <Button size="sm" variant="ghost" icon={copied ? Check : Copy} onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </div>
  );
}

interface FingerprintFieldProps {
  label: string;
  help: string;
  value: string;
  onChange: (value: string) => void;
}

/** Takes a fingerprint that somebody has told. */
export function FingerprintField({ label, help, value, onChange }: FingerprintFieldProps) {
  const wrong = value.trim() !== '' && !looksLikeFingerprint(value);
  return (
    <Field
      label={label}
      required
      help={help}
      warning={
        wrong ? 'Not yet a whole fingerprint: it has 32 pairs of the digits 0 to 9 and A to F.' : undefined
      }
    >
      <TextArea
        mono
        rows={3}
        spellCheck={false}
        autoComplete="off"
        maxLength={300}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          // It has no lines of its own, only those that were pasted: Enter does what it does in any field.
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.currentTarget.form?.querySelector<HTMLButtonElement>('button[type="submit"]')?.click();
        }}
      />
    </Field>
  );
}
