import { FilePlus, FolderPlus, FolderUp, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { RemoteListing } from '../../preload/contract/file-calls';
import { Button } from '../ui/button';
import { fromChosen, ofFile } from './dropped';
import { handOver } from './hand-over';
import { NameDialog } from './name-dialog';
import { callsOf, type Place } from './place';
import { useRefreshFiles } from './use-files';
import { useUpload } from './use-upload';

interface FolderActionsProps {
  place: Place;
  listing: RemoteListing | undefined;
}

/** What can be done with the folder that is shown. */
export function FolderActions({ place, listing }: FolderActionsProps) {
  const [naming, setNaming] = useState<'folder' | 'file' | null>(null);
  const files = useRef<HTMLInputElement>(null);
  const folders = useRef<HTMLInputElement>(null);
  const { drop, choose, byDialog, sending } = useUpload(place, listing);
  const busy = sending !== null;
  return (
    <>
      <Button icon={FolderPlus} disabled={!listing} onClick={() => setNaming('folder')}>
        New folder
      </Button>
      <Button icon={FilePlus} disabled={!listing} onClick={() => setNaming('file')}>
        New file
      </Button>
      {byDialog || !listing ? null : (
        <>
          <Chooser ref={files} label="Files to upload" onChosen={(chosen) => void drop(chosen.map(ofFile))} />
          <Chooser
            ref={folders}
            folder
            label="Folder to upload"
            onChosen={(chosen) => void drop(fromChosen(chosen))}
          />
        </>
      )}
      <Button
        icon={FolderUp}
        disabled={!listing}
        busy={busy}
        onClick={() => (byDialog ? void choose('folder') : folders.current?.click())}
      >
        Upload folder
      </Button>
      <Button
        variant="primary"
        icon={Upload}
        disabled={!listing}
        busy={busy}
        onClick={() => (byDialog ? void choose('file') : files.current?.click())}
      >
        Upload
      </Button>
      {naming && listing ? (
        <NewDialog {...{ place, listing, kind: naming }} onClose={() => setNaming(null)} />
      ) : null}
    </>
  );
}

interface NewDialogProps {
  place: Place;
  listing: RemoteListing;
  kind: 'folder' | 'file';
  onClose: () => void;
}

function NewDialog({ place, listing, kind, onClose }: NewDialogProps) {
  const refresh = useRefreshFiles(place);
  const make = async (name: string) => {
    const calls = callsOf(place);
    const at = { ...place, path: listing.path };
    if (kind === 'folder') await calls.makeFolder({ ...at, name });
    else {
      // An upload of nothing: one way for every kind of place, which leaves what has the name already as it is.
      const dropId = await handOver(place, ofFile(new File([], name)));
      await calls.upload({ ...at, source: { from: 'drop', dropId } });
    }
    await refresh();
  };
  return (
    <NameDialog
      title={`New ${kind}`}
      label="Name"
      {...(kind === 'file' && { help: 'It is empty: write into it in the panel beside the list.' })}
      initial=""
      confirmLabel={`Make ${kind}`}
      check={(name) => (listing.entries.some((entry) => entry.name === name) ? 'This name is taken.' : null)}
      onClose={onClose}
      onSubmit={make}
    />
  );
}

interface ChooserProps {
  ref: React.Ref<HTMLInputElement>;
  label: string;
  folder?: boolean;
  onChosen: (files: File[]) => void;
}

/** A browser's own dialog, behind a button of the page. */
function Chooser({ ref, label, folder = false, onChosen }: ChooserProps) {
  return (
    <input
      ref={ref}
      type="file"
      multiple
      {...(folder && { webkitdirectory: '' })}
      aria-label={label}
      className="sr-only"
      tabIndex={-1}
      onChange={(event) => {
        onChosen([...(event.target.files ?? [])]);
        // The same file can be chosen again.
        event.target.value = '';
      }}
    />
  );
}
