import { ArrowRight, ArrowUp, File, Folder } from 'lucide-react';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef } from 'react';
import type { z } from 'zod';
import type { Grant, listingSchema } from '../../preload/contract/files';
import { IconButton } from '../ui/button';
import { cn } from '../ui/cn';
import { Field, TextInput } from '../ui/field';

interface FolderListingProps {
  listing: z.infer<typeof listingSchema>;
  kind: Grant['kind'];
  chosen: string;
  /** Whether an entry of the list led here. */
  walked: boolean;
  /** What the field of the path has. */
  typed: string;
  /** Why the path that was typed leads nowhere. */
  wrong: string | undefined;
  onType: (path: string) => void;
  onTyped: (path: string) => void;
  onEnter: (name: string) => void;
  onChoose: (name: string) => void;
}

/** One folder: where it is, the way up and to any other, and what is in it. */
export function FolderListing({ listing, kind, chosen, walked, typed, wrong, ...on }: FolderListingProps) {
  const entries = listing.entries.filter(
    (e) => e.kind === 'folder' || (e.kind === 'file' && kind !== 'folder'),
  );
  const { path } = listing.grant;
  const list = useRef<HTMLUListElement>(null);
  // What was pressed is gone with the folder that it stood in; the keyboard stays in the list, which may be empty.
  const stay = useEffectEvent(() => {
    if (walked) (list.current?.querySelector('button') ?? list.current)?.focus();
  });
  useEffect(() => stay(), [path]);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-start gap-1">
        <IconButton
          icon={ArrowUp}
          label="Up one folder"
          disabled={!listing.canGoUp}
          onClick={() => on.onEnter('..')}
        />
        <PathField typed={typed} wrong={wrong} onType={on.onType} onTyped={on.onTyped} />
      </div>
      <ul
        ref={list}
        tabIndex={-1}
        aria-label="Files and folders"
        onKeyDown={moveFocus}
        className="h-64 overflow-x-hidden overflow-y-auto rounded border border-line bg-surface p-1"
      >
        {entries.length === 0 ? (
          <li className="px-2 py-1 text-muted">
            {kind === 'folder' ? 'No folders in here.' : 'Nothing to choose in here.'}
          </li>
        ) : null}
        {entries.map((entry) => (
          <li key={entry.name}>
            <Entry
              {...entry}
              chosen={entry.kind === 'file' && entry.name === chosen}
              onPick={() => (entry.kind === 'folder' ? on.onEnter(entry.name) : on.onChoose(entry.name))}
            />
          </li>
        ))}
      </ul>
      {listing.cut ? (
        <p className="text-sm text-muted">This folder has more entries than are listed.</p>
      ) : null}
    </div>
  );
}

type PathFieldProps = Pick<FolderListingProps, 'typed' | 'wrong' | 'onType' | 'onTyped'>;

/** Enter goes there; it does not end the choice, whose form it is in. */
function PathField({ typed, wrong, onType, onTyped }: PathFieldProps) {
  const go = () => typed.trim() !== '' && onTyped(typed);
  const goOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go();
  };
  return (
    <>
      <Field label={<span className="sr-only">Path</span>} error={wrong} className="flex-1">
        <TextInput
          mono
          maxLength={4096}
          value={typed}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={goOnEnter}
        />
      </Field>
      <IconButton icon={ArrowRight} label="Go" onClick={go} />
    </>
  );
}

interface EntryProps {
  name: string;
  kind: 'file' | 'folder' | 'other';
  chosen: boolean;
  onPick: () => void;
}

function Entry({ name, kind, chosen, onPick }: EntryProps) {
  const Icon = kind === 'folder' ? Folder : File;
  return (
    <button
      type="button"
      onClick={onPick}
      aria-pressed={kind === 'file' ? chosen : undefined}
      className={cn(
        'flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-hover',
        chosen && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      <Icon aria-hidden className={cn('size-4 shrink-0', kind === 'folder' ? 'text-accent' : 'text-faint')} />
      <span className="truncate">{name}</span>
    </button>
  );
}

/** Arrow keys move through the entries. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const index = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[Math.max(0, Math.min(buttons.length - 1, index + step))]?.focus();
  event.preventDefault();
}
