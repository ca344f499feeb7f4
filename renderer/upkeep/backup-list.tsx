import { useMutation } from '@tanstack/react-query';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Backup } from '../../preload/contract/upkeep';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button, IconButton } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { formatExact } from '../ui/format';
import { Bytes, RelativeTime } from '../ui/time';
import { kindWords } from './backup-words';

interface BackupListProps {
  backups: Backup[];
  onRestore: (backup: Backup) => void;
}

/** The backups inside the data directory, newest first. */
export function BackupList({ backups, onRestore }: BackupListProps) {
  const [removing, setRemoving] = useState<Backup | null>(null);
  const remove = useMutation({
    mutationFn: (backupId: string) => client.upkeep.removeBackup({ backupId }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.upkeep.key() }),
  });
  if (backups.length === 0)
    return (
      <p className="px-4 py-3 text-muted">
        None yet. The first one is made while Fedwright is open and has a project.
      </p>
    );
  return (
    <>
      <ul aria-label="Backups">
        {backups.map((backup) => (
          <BackupRow key={backup.id} backup={backup} onRestore={onRestore} onRemove={setRemoving} />
        ))}
      </ul>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title="Remove this backup"
        confirmLabel="Remove"
        danger
        onConfirm={async () => {
          if (removing) await remove.mutateAsync(removing.id);
        }}
      >
        {removing
          ? `The one of ${formatExact(removing.at)}. The others, and all that is in use, stay.`
          : null}
      </ConfirmDialog>
    </>
  );
}

interface BackupRowProps {
  backup: Backup;
  onRestore: (backup: Backup) => void;
  onRemove: (backup: Backup) => void;
}

function BackupRow({ backup, onRestore, onRemove }: BackupRowProps) {
  const when = formatExact(backup.at);
  return (
    <li className="flex items-center gap-4 border-b border-line px-4 py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <span className="font-medium">
          <RelativeTime at={backup.at} />
        </span>
        <span className="ml-3 text-muted">{kindWords[backup.kind]}</span>
      </div>
      <span className="text-muted">
        <Bytes value={backup.sizeBytes} />
      </span>
      <Button
        size="sm"
        icon={RotateCcw}
        onClick={() => onRestore(backup)}
        aria-label={`Restore the backup of ${when}`}
      >
        Restore
      </Button>
      <IconButton
        icon={Trash2}
        size="sm"
        label={`Remove the backup of ${when}`}
        onClick={() => onRemove(backup)}
      />
    </li>
  );
}
