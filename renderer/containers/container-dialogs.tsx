import { type ContainerRow, type HostView, viewOf } from './host-view';
import { LimitsDialog } from './limits-dialog';
import { LogDialog } from './log-dialog';
import { RenameDialog } from './rename-dialog';
import { RepairDialog } from './repair-dialog';
import { TerminalDialog } from './terminal-dialog';
import type { Actions } from './use-actions';

export type OpenDialog =
  | { kind: 'logs'; rows: ContainerRow[] }
  | { kind: 'rename' | 'limits' | 'terminal' | 'repair'; row: ContainerRow };

interface ContainerDialogsProps {
  dialog: OpenDialog | null;
  views: ReadonlyMap<string, HostView>;
  actions: Actions;
  onClose: () => void;
}

/** The one dialog that is open, if any. */
export function ContainerDialogs({ dialog, views, actions, onClose }: ContainerDialogsProps) {
  if (dialog === null) return null;
  if (dialog.kind === 'logs') return <LogDialog rows={dialog.rows} onClose={onClose} />;
  if (dialog.kind === 'terminal') return <TerminalDialog row={dialog.row} onClose={onClose} />;
  if (dialog.kind === 'rename') return <RenameDialog row={dialog.row} onClose={onClose} />;
  if (dialog.kind === 'repair') {
    const remove = () => {
      onClose();
      void actions.remove([dialog.row]);
    };
    return <RepairDialog row={dialog.row} onClose={onClose} onRemove={remove} />;
  }
  return <LimitsDialog row={dialog.row} engine={viewOf(views, dialog.row.hostId).engine} onClose={onClose} />;
}
