import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FolderPlus, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { entriesPerFolder, type RemoteEntry, type RemoteListing } from '../../preload/contract/file-calls';
import { client, orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Callout, ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { DropZone } from './drop-zone';
import { FilesTable } from './files-table';
import { FileInspector } from './inspector';
import { NameDialog } from './name-dialog';
import { PathBar } from './path-bar';
import { useFolder, useRefreshFiles } from './use-files';
import { useUpload } from './use-upload';
import { countEntries } from './words';

const route = getRouteApi('/hosts/$hostId/files');

/** The files of one host. */
export function FilesPage() {
  const { hostId } = route.useParams();
  const { at, typed, open } = route.useSearch();
  const navigate = route.useNavigate();
  const host = useQuery(orpc.hosts.get.queryOptions({ input: { hostId } }));
  const folder = useFolder(hostId, { path: at ?? null, typed: typed ?? null });
  const listing = folder.data;
  const goTo = (path: string | null) => void navigate({ search: path === null ? {} : { at: path } });
  const show = (path?: string) =>
    void navigate({ search: { at: at ?? listing?.path, open: path }, replace: true });
  const enter = (entry: RemoteEntry) => (entry.kind === 'folder' ? goTo(entry.path) : show(entry.path));
  return (
    <Page
      title={host.data ? `Files of ${host.data.name}` : 'Files'}
      state={listing ? <span className="text-muted">{countEntries(listing.entries.length)}</span> : null}
      actions={<Actions hostId={hostId} listing={listing} />}
      inspector={
        open ? (
          <FileInspector key={open} hostId={hostId} path={open} onClose={() => show()} onMoved={show} />
        ) : undefined
      }
    >
      <PathBar
        listing={listing}
        onPath={goTo}
        onTyped={(text) => void navigate({ search: { typed: text } })}
      />
      {folder.error ? (
        <ErrorPanel
          error={folder.error}
          title="The folder could not be listed"
          onRetry={() => void folder.refetch()}
        />
      ) : null}
      {folder.isPending ? <Progress value={null} label="Reading the folder" /> : null}
      {listing && !folder.error ? (
        <Folder hostId={hostId} listing={listing} activeId={open ?? null} onOpen={enter} onShow={show} />
      ) : null}
    </Page>
  );
}

interface FolderProps {
  hostId: string;
  listing: RemoteListing;
  activeId: string | null;
  onOpen: (entry: RemoteEntry) => void;
  onShow: (path: string) => void;
}

function Folder({ hostId, listing, activeId, onOpen, onShow }: FolderProps) {
  const { drop, sending } = useUpload(hostId, listing);
  return (
    <DropZone onFiles={(files) => void drop(files)}>
      {listing.cut ? (
        <Callout tone="attention" title={`Only ${entriesPerFolder} entries are listed`}>
          The folder has more. Use a terminal for the others.
        </Callout>
      ) : null}
      {sending ? <Progress value={null} label={`Taking in ${sending}`} /> : null}
      <FilesTable
        key={listing.path}
        hostId={hostId}
        listing={listing}
        activeId={activeId}
        onOpen={onOpen}
        onShow={onShow}
      />
    </DropZone>
  );
}

function Actions({ hostId, listing }: { hostId: string; listing: RemoteListing | undefined }) {
  const [naming, setNaming] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { drop, choose, byDialog, sending } = useUpload(hostId, listing);
  const refresh = useRefreshFiles();
  return (
    <>
      <Link to="/forwards" className="rounded-sm text-accent hover:underline">
        Forwarded ports
      </Link>
      <Button icon={FolderPlus} disabled={!listing} onClick={() => setNaming(true)}>
        New folder
      </Button>
      {byDialog ? null : (
        <input
          ref={input}
          type="file"
          multiple
          aria-label="Files to upload"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            void drop([...(event.target.files ?? [])]);
            // The same file can be chosen again.
            event.target.value = '';
          }}
        />
      )}
      <Button
        variant="primary"
        icon={Upload}
        disabled={!listing}
        busy={sending !== null}
        onClick={() => (byDialog ? void choose() : input.current?.click())}
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
            await client.remoteFiles.makeFolder({ hostId, path: listing.path, name });
            await refresh();
          }}
        />
      ) : null}
    </>
  );
}
