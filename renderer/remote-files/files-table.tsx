import { Download, Info, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RemoteEntry, RemoteListing } from '../../preload/contract/file-calls';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import type { Place } from './place';
import { DataTable } from '../ui/table';
import { fileColumns } from './columns';
import { RemoveDialog } from './remove-dialog';
import { canDownload, useDownloadAll } from './use-download';

interface FilesTableProps {
  place: Place;
  listing: RemoteListing;
  activeId: string | null;
  onOpen: (entry: RemoteEntry) => void;
  onShow: (path: string) => void;
}

/** The entries of a folder. Opening a folder goes into it; anything else is shown beside the list. */
export function FilesTable({ place, listing, activeId, onOpen, onShow }: FilesTableProps) {
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [removing, setRemoving] = useState<RemoteEntry[] | null>(null);
  return (
    <>
      <DataTable
        label="Files"
        rows={listing.entries}
        columns={fileColumns}
        rowId={({ path }) => path}
        activeId={activeId}
        onOpen={onOpen}
        selected={selected}
        onSelectedChange={setSelected}
        filterText={({ name }) => name}
        bulk={(chosen) => (
          <Bulk
            place={place}
            chosen={chosen}
            onShow={onShow}
            onRemove={listing.limited === null ? setRemoving : undefined}
          />
        )}
        empty={
          <EmptyState title="An empty folder">Drop files here to upload them into this folder.</EmptyState>
        }
      />
      {removing ? (
        <RemoveDialog
          place={place}
          entries={removing}
          onClose={() => setRemoving(null)}
          onDone={() => setSelected(new Set())}
        />
      ) : null}
    </>
  );
}

interface BulkProps {
  place: Place;
  chosen: RemoteEntry[];
  onShow: (path: string) => void;
  /** Where things can be deleted. */
  onRemove: ((entries: RemoteEntry[]) => void) | undefined;
}

function Bulk({ place, chosen, onShow, onRemove }: BulkProps) {
  const [first] = chosen;
  const download = useDownloadAll(place);
  const wanted = chosen.filter(canDownload);
  return (
    <>
      {chosen.length === 1 && first ? (
        <Button size="sm" icon={Info} onClick={() => onShow(first.path)}>
          Details
        </Button>
      ) : null}
      {wanted.length > 0 ? (
        <Button size="sm" icon={Download} onClick={() => void download(wanted)}>
          Download into a folder
        </Button>
      ) : null}
      {onRemove ? (
        <Button size="sm" icon={Trash2} onClick={() => onRemove(chosen)}>
          Delete
        </Button>
      ) : null}
    </>
  );
}
