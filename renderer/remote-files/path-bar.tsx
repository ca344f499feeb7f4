import { ArrowRight, House, RotateCw } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { RemoteListing } from '../../preload/contract/file-calls';
import { IconButton } from '../ui/button';
import { TextInput } from '../ui/field';

interface PathBarProps {
  listing: RemoteListing | undefined;
  /** The path that was typed and is listed, or is to be. */
  asked: string | undefined;
  onPath: (path: string | null) => void;
  onTyped: (typed: string) => void;
  /** Null while the folder is read. */
  onRefresh: (() => void) | null;
}

/** Where one is, each part a way there, and a field to go elsewhere. */
export function PathBar({ listing, asked, onPath, onTyped, onRefresh }: PathBarProps) {
  const [typed, setTyped] = useState('');
  const [sent, setSent] = useState<string | null>(null);
  const [shown, setShown] = useState(listing?.path);
  // What was typed stays, to be put right, until it has led somewhere; what is being typed since then stays too.
  if (listing?.path !== shown || (listing && asked === sent)) {
    setShown(listing?.path);
    if (listing) setSent(null);
    if (listing && typed.trim() === sent) setTyped('');
  }
  const go = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === '') return;
    setSent(typed.trim());
    onTyped(typed.trim());
  };
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2">
      <div className="flex min-w-0 flex-1 items-center gap-1">
        <IconButton icon={House} label="Home folder" size="sm" onClick={() => onPath(null)} />
        <IconButton
          icon={RotateCw}
          label="Read the folder again"
          size="sm"
          disabled={onRefresh === null}
          onClick={() => onRefresh?.()}
        />
        <nav aria-label="Path" className="min-w-0">
          <ol className="flex min-w-0 flex-wrap items-center font-mono text-sm">
            {listing?.parts.map((part, index) => (
              <li key={part.path} className="flex min-w-0 items-center">
                {index > 1 ? <span className="text-faint">/</span> : null}
                <button
                  type="button"
                  aria-current={part.path === listing.path ? 'page' : undefined}
                  onClick={() => onPath(part.path)}
                  className="max-w-60 truncate rounded-sm px-1 py-0.5 whitespace-pre text-muted hover:bg-hover hover:text-ink aria-[current]:text-ink"
                >
                  {part.name}
                </button>
              </li>
            ))}
          </ol>
        </nav>
      </div>
      <form onSubmit={go} className="flex w-64 items-center gap-1">
        <TextInput
          mono
          aria-label="Go to path"
          placeholder="~/folder or /path"
          value={typed}
          maxLength={4096}
          onChange={(event) => setTyped(event.target.value)}
        />
        <IconButton icon={ArrowRight} label="Go" type="submit" />
      </form>
    </div>
  );
}
