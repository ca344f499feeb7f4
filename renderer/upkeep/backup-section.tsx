import { useMutation } from '@tanstack/react-query';
import { Archive, FileUp, PackageOpen } from 'lucide-react';
import { useState } from 'react';
import type { Backup } from '../../preload/contract/upkeep';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { Panel, Section } from '../ui/page';
import { usePrimaryAction } from '../ui/shortcuts';
import { toast } from '../ui/toast';
import { BackupList } from './backup-list';
import { ExportForm } from './export-form';
import { RestoreDialog, type RestoreSource } from './restore-dialog';
import { TaskProgress } from './task-progress';
import { reasonOf, useUpkeepTask } from './use-upkeep-task';

/** The backups, and the ways to make, carry away and restore them. */
export function BackupSection({ backups, keepDaily }: { backups: Backup[]; keepDaily: number }) {
  const [source, setSource] = useState<RestoreSource | null>(null);
  const [exporting, setExporting] = useState(false);
  const making = useBackUp();
  usePrimaryAction(making.busy ? null : making.start);
  const fromFile = async () => {
    const grant = await pickPath({ kind: 'file', title: 'Choose a backup to restore' });
    if (grant) setSource({ grantId: grant.id, name: grant.path.split(/[/\\]/).at(-1) ?? grant.path });
  };
  return (
    <Section
      id="backups"
      title="Backups"
      count={backups.length}
      description={`The database, and the CA and keys of every project's newest run. One is made each day that Fedwright is open, and the newest ${keepDaily} of those stay. They lie in the data directory: to survive a lost disk, export one to another place.`}
      actions={
        <>
          <Button icon={FileUp} onClick={() => void fromFile().catch((error: unknown) => toast.error(error))}>
            Restore from a file
          </Button>
          <Button icon={PackageOpen} onClick={() => setExporting(true)}>
            Export
          </Button>
          <Button icon={Archive} variant="primary" busy={making.busy} onClick={making.start}>
            Back up now
          </Button>
        </>
      }
    >
      <Panel>
        {making.busy ? <TaskProgress task={making.task} label="Backing up" /> : null}
        <BackupList backups={backups} onRestore={({ id }) => setSource({ backupId: id, name: id })} />
      </Panel>
      {exporting ? <ExportForm onClose={() => setExporting(false)} /> : null}
      {source ? <RestoreDialog source={source} onClose={() => setSource(null)} /> : null}
    </Section>
  );
}

function useBackUp() {
  const { follow, task, busy } = useUpkeepTask((ended) => {
    if (ended.state === 'succeeded') toast.success('The backup is made');
    else toast.failed('The backup was not made', { description: reasonOf(ended) });
    void queryClient.invalidateQueries({ queryKey: orpc.upkeep.key() });
  });
  const start = useMutation({
    mutationFn: () => client.upkeep.backUp(),
    onSuccess: ({ taskId }) => follow(taskId),
    onError: (error) => toast.error(error),
  });
  return { start: () => start.mutate(), task, busy: busy || start.isPending };
}
