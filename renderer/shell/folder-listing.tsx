import { ArrowUp, File, Folder } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { z } from 'zod';
import type { Grant, listingSchema } from '../../preload/contract/files';
import { IconButton } from '../ui/button';
import { cn } from '../ui/cn';
import { Copyable } from '../ui/copy';

interface FolderListingProps {
  listing: z.infer<typeof listingSchema> | undefined;
  kind: Grant['kind'];
  chosen: string;
  onEnter: (name: string) => void;
  onChoose: (name: string) => void;
}

/** One folder: where it is, the way up, and what is in it. */
export function FolderListing({ listing, kind, chosen, onEnter, onChoose }: FolderListingProps) {
  const entries = listing?.entries.filter(
    (e) => e.kind === 'folder' || (e.kind === 'file' && kind !== 'folder'),
  );
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-1">
        <IconButton
          icon={ArrowUp}
          label="Up one folder"
          disabled={!listing?.canGoUp}
          onClick={() => onEnter('..')}
        />
        {listing ? <Copyable value={listing.grant.path} mono label="path" /> : null}
      </div>
      <ul
        aria-label="Files and folders"
        onKeyDown={moveFocus}
        className="h-64 overflow-x-hidden overflow-y-auto rounded border border-line bg-surface p-1"
      >
        {entries?.length === 0 ? (
          <li className="px-2 py-1 text-muted">
            {kind === 'folder' ? 'No folders in here.' : 'Nothing to choose in here.'}
          </li>
        ) : null}
        {entries?.map((entry) => (
          <li key={entry.name}>
            <Entry
              {...entry}
              chosen={entry.kind === 'file' && entry.name === chosen}
              onPick={() => (entry.kind === 'folder' ? onEnter(entry.name) : onChoose(entry.name))}
            />
          </li>
        ))}
      </ul>
      {listing?.cut ? (
        <p className="text-sm text-muted">This folder has more entries than are listed.</p>
      ) : null}
    </div>
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
