import type { ReactNode } from 'react';
import type { RemoteEntry, RemoteListing } from '../../preload/contract/file-calls';
import { HostWayOut } from '../shell/host-way-out';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { CutNote } from './cut-note';
import { DropZone } from './drop-zone';
import { FilesTable } from './files-table';
import { FolderActions } from './folder-actions';
import { FileInspector } from './inspector';
import { LimitedNote } from './limited-note';
import { PathBar } from './path-bar';
import type { Place } from './place';
import { useFolder } from './use-files';
import { useUpload } from './use-upload';
import { countEntries } from './words';

/** The folder, as its path or as it was typed, and the entry in the inspector. */
export interface FilesSearch {
  at?: string | undefined;
  typed?: string | undefined;
  open?: string | undefined;
}

interface FilesOfProps {
  place: Place;
  title: string;
  links?: ReactNode;
  search: FilesSearch;
  onSearch: (search: FilesSearch, replace: boolean) => void;
}

/** The files of one place. */
export function FilesOf({ place, title, links, search, onSearch }: FilesOfProps) {
  const { at, typed, open } = search;
  const folder = useFolder(place, { path: at ?? null, typed: typed ?? null });
  const listing = folder.data;
  const goTo = (path: string | null) => onSearch(path === null ? {} : { at: path }, false);
  const show = (path?: string) => onSearch({ at: at ?? listing?.path, open: path }, true);
  const enter = (entry: RemoteEntry) => (entry.kind === 'folder' ? goTo(entry.path) : show(entry.path));
  return (
    <Page
      title={title}
      state={listing ? <span className="text-muted">{countEntries(listing.entries.length)}</span> : null}
      actions={
        <>
          {links}
          <FolderActions place={place} listing={listing} />
        </>
      }
      inspector={
        open ? (
          <FileInspector
            key={open}
            place={place}
            path={open}
            mayChange={!listing?.limited}
            onClose={() => show()}
            onMoved={show}
            onFolder={goTo}
          />
        ) : undefined
      }
    >
      <PathBar
        listing={listing}
        asked={typed}
        onPath={goTo}
        onTyped={(text) => onSearch({ typed: text }, false)}
        onRefresh={folder.isFetching ? null : () => void folder.refetch()}
      />
      {folder.error ? (
        <ErrorPanel
          error={folder.error}
          title="The folder could not be listed"
          onRetry={() => void folder.refetch()}
          action={<HostWayOut error={folder.error} hostId={place.hostId} />}
        />
      ) : null}
      {folder.isPending ? <Progress value={null} label="Reading the folder" /> : null}
      {listing && !folder.error ? (
        <Folder place={place} listing={listing} activeId={open ?? null} onOpen={enter} onShow={show} />
      ) : null}
    </Page>
  );
}

interface FolderProps {
  place: Place;
  listing: RemoteListing;
  activeId: string | null;
  onOpen: (entry: RemoteEntry) => void;
  onShow: (path: string) => void;
}

function Folder({ place, listing, activeId, onOpen, onShow }: FolderProps) {
  const { drop, sending } = useUpload(place, listing);
  return (
    <DropZone onDropped={(dropped) => void drop(dropped)}>
      <LimitedNote limited={listing.limited} />
      <CutNote cut={listing.cut} />
      {sending ? <Progress value={null} label={`Taking in ${sending}`} /> : null}
      <FilesTable
        key={listing.path}
        place={place}
        listing={listing}
        activeId={activeId}
        onOpen={onOpen}
        onShow={onShow}
      />
    </DropZone>
  );
}
