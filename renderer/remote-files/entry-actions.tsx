import { Download, FolderOpen, KeyRound, PencilLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RemoteLook } from '../../preload/contract/file-calls';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { Menu } from '../ui/menu';
import { ModeDialog } from './mode-dialog';
import { NameDialog } from './name-dialog';
import { callsOf, type Place } from './place';
import { RemoveDialog } from './remove-dialog';
import { useDownload } from './use-download';
import { useRefreshFiles } from './use-files';

interface EntryActionsProps {
  place: Place;
  look: RemoteLook;
  /** Whether it can be renamed, deleted and given other permissions. */
  mayChange: boolean;
  onClose: () => void;
  onMoved: (path: string) => void;
  onFolder: (path: string) => void;
}

/** What can be done with one file or folder. */
export function EntryActions({ place, look, mayChange, onClose, onMoved, onFolder }: EntryActionsProps) {
  const { entry, targetFolder } = look;
  const [asking, setAsking] = useState<'name' | 'mode' | 'remove' | null>(null);
  const refresh = useRefreshFiles(place);
  const close = () => setAsking(null);
  return (
    <div className="flex flex-wrap gap-2">
      {targetFolder ? (
        <Button size="sm" icon={FolderOpen} onClick={() => onFolder(targetFolder)}>
          Open where it leads
        </Button>
      ) : null}
      <DownloadButton place={place} entry={entry} />
      {mayChange ? (
        <>
          <Button size="sm" icon={PencilLine} onClick={() => setAsking('name')}>
            Rename
          </Button>
          {entry.kind === 'link' ? null : (
            <Button size="sm" icon={KeyRound} onClick={() => setAsking('mode')}>
              Permissions
            </Button>
          )}
          <Button size="sm" icon={Trash2} onClick={() => setAsking('remove')}>
            Delete
          </Button>
        </>
      ) : null}
      {asking === 'name' ? (
        <NameDialog
          title={`Rename ${entry.name}`}
          label="New name"
          initial={entry.name}
          confirmLabel="Rename"
          check={(name) => (/\//.test(name) || /^\.\.?$/.test(name) ? 'A name has no slash.' : null)}
          onClose={close}
          onSubmit={async (name) => {
            const moved = await callsOf(place).rename({ ...place, path: entry.path, name });
            onMoved(moved.path);
            await refresh();
          }}
        />
      ) : null}
      {asking === 'mode' ? <ModeDialog place={place} entry={entry} onClose={close} onDone={refresh} /> : null}
      {asking === 'remove' ? (
        <RemoveDialog place={place} entries={[entry]} onClose={close} onDone={onClose} />
      ) : null}
    </div>
  );
}

function DownloadButton({ place, entry }: Pick<EntryActionsProps, 'place'> & Pick<RemoteLook, 'entry'>) {
  const { capabilities } = useHost();
  const download = useDownload(place);
  if (entry.kind === 'file')
    return (
      <Button size="sm" icon={Download} onClick={() => void download(entry, 'file')}>
        Download
      </Button>
    );
  if (entry.kind !== 'folder') return null;
  const here = capabilities.nativeDialogs ? 'Into a folder' : 'Into a folder where Fedwright runs';
  return (
    <Menu
      label="Ways to download"
      align="start"
      items={[
        { label: 'As a tar file', onSelect: () => void download(entry, 'tar') },
        { label: here, onSelect: () => void download(entry, 'folder') },
      ]}
      trigger={
        <Button size="sm" icon={Download}>
          Download
        </Button>
      }
    />
  );
}
