import { FolderPlus, FolderUp, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { RemoteListing } from '../../preload/contract/file-calls';
import { Button } from '../ui/button';
import { fromChosen, ofFile } from './dropped';
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
  const [naming, setNaming] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folders = useRef<HTMLInputElement>(null);
  const { drop, choose, byDialog, sending } = useUpload(place, listing);
  const refresh = useRefreshFiles(place);
  const busy = sending !== null;
  return (
    <>
      <Button icon={FolderPlus} disabled={!listing} onClick={() => setNaming(true)}>
        New folder
      </Button>
      {byDialog ? null : (
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
        <NameDialog
          title="New folder"
          label="Name"
          initial=""
          confirmLabel="Make folder"
          onClose={() => setNaming(false)}
          onSubmit={async (name) => {
            await callsOf(place).makeFolder({ ...place, path: listing.path, name });
            await refresh();
          }}
        />
      ) : null}
    </>
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
