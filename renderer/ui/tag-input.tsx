import { X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { cn } from './cn';
import { inputLook, useFieldAttributes } from './field-context';

interface TagInputProps {
  value: string[];
  onChange: (value: string[]) => void;
  placeholder?: string;
  /** A tag may have spaces in it. */
  spaces?: boolean;
  id?: string;
  disabled?: boolean;
  'aria-label'?: string;
}

const anySpace = /[\s,;]+/;
const noSpace = /[\n\r\t,;]+/;

/** A list of short texts as chips. Enter, comma and leaving add; pasting splits; Backspace takes back. */
export function TagInput({ value, onChange, placeholder, spaces = false, disabled, ...aria }: TagInputProps) {
  const field = useFieldAttributes();
  const [draft, setDraft] = useState('');
  const input = useRef<HTMLInputElement>(null);

  const separators = spaces ? noSpace : anySpace;

  const add = (text: string) => {
    const tags = text.split(separators).map((tag) => tag.trim());
    const fresh = tags.filter((tag) => tag !== '' && !value.includes(tag));
    if (fresh.length > 0) onChange([...value, ...new Set(fresh)]);
    setDraft('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const commits = event.key === 'Enter' || event.key === ',' || event.key === ';';
    if (commits && draft.trim() !== '' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      add(draft);
    } else if (event.key === 'Backspace' && draft === '' && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text');
    if (!separators.test(text.trim())) return;
    event.preventDefault();
    add(draft + text);
  };

  return (
    <div
      className={cn(
        inputLook,
        'flex min-h-7.5 flex-wrap items-center gap-1 px-1.5 py-0.5 focus-within:border-accent',
      )}
      aria-invalid={field['aria-invalid']}
      role="group"
      aria-label={aria['aria-label']}
      aria-labelledby={aria['aria-label'] || !field.id ? undefined : `${field.id}-label`}
      onMouseDown={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        input.current?.focus();
      }}
    >
      {value.map((tag) => (
        <Tag
          key={tag}
          tag={tag}
          disabled={disabled}
          onRemove={() => onChange(value.filter((t) => t !== tag))}
        />
      ))}
      <input
        ref={input}
        {...field}
        {...aria}
        value={draft}
        disabled={disabled}
        spellCheck={false}
        autoComplete="off"
        placeholder={value.length === 0 ? placeholder : undefined}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => draft.trim() !== '' && add(draft)}
        className="h-6 min-w-24 flex-1 bg-transparent px-1 text-base focus-visible:outline-none"
      />
    </div>
  );
}

function Tag({ tag, disabled, onRemove }: { tag: string; disabled?: boolean; onRemove: () => void }) {
  return (
    <span className="inline-flex h-5.5 max-w-full items-center gap-0.5 rounded-sm bg-sunken pl-1.5 font-mono text-sm">
      <span className="truncate">{tag}</span>
      <button
        type="button"
        disabled={disabled}
        aria-label={`Remove ${tag}`}
        onClick={onRemove}
        className="grid size-5.5 place-items-center rounded-sm text-faint hover:text-ink"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}
