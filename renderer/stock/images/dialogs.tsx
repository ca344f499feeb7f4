import type { Host } from '../../../preload/contract/hosts';
import type { ImageRow } from './image-rows';
import { LoginsDialog } from './logins-dialog';
import { LoadDialog, PullDialog } from './pull-dialog';
import { TagDialog } from './tag-dialog';

export type OpenDialog = { kind: 'pull' | 'load' | 'logins' } | { kind: 'tag'; row: ImageRow };

interface ImageDialogsProps {
  dialog: OpenDialog | null;
  /** Those that are shown, and all. */
  hosts: Host[];
  all: Host[];
  /** To begin with. */
  hostId: string | null;
  onOpen: (dialog: OpenDialog | null) => void;
  onLoad: (hostId: string) => void;
}

/** The one dialog that is open, if any. */
export function ImageDialogs({ dialog, hosts, all, hostId, onOpen, onLoad }: ImageDialogsProps) {
  const close = () => onOpen(null);
  if (dialog === null) return null;
  if (dialog.kind === 'tag') return <TagDialog row={dialog.row} onClose={close} />;
  if (dialog.kind === 'logins') return <LoginsDialog onClose={close} />;
  if (dialog.kind === 'pull')
    return (
      <PullDialog hosts={all} hostId={hostId} onClose={close} onLogins={() => onOpen({ kind: 'logins' })} />
    );
  const load = (id: string) => {
    close();
    onLoad(id);
  };
  return <LoadDialog hosts={hosts} hostId={hostId} onClose={close} onChosen={load} />;
}
