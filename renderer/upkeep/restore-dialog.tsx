import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { BackupDescription } from '../../preload/contract/upkeep';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';
import { Progress } from '../ui/progress';
import { toast } from '../ui/toast';
import { RestoreConfirm } from './restore-confirm';
import { reasonOf, useUpkeepTask } from './use-upkeep-task';

export type RestoreSource = { name: string } & ({ backupId: string } | { grantId: string });

interface RestoreDialogProps {
  source: RestoreSource;
  onClose: () => void;
}

/** From a chosen backup to a restore that waits for the next start. */
export function RestoreDialog({ source, onClose }: RestoreDialogProps) {
  const [unlocked, setUnlocked] = useState<Unlocked | null>(null);
  const listed = useQuery(
    orpc.upkeep.describeBackup.queryOptions({
      input: 'backupId' in source ? inputOf(source, null) : {},
      enabled: 'backupId' in source,
      gcTime: 0,
    }),
  );
  const restore = useRestore(onClose);
  const description = unlocked?.description ?? listed.data;
  if (description)
    return (
      <RestoreConfirm
        description={description}
        working={restore.working}
        task={restore.task}
        onClose={onClose}
        onConfirm={() => restore.start(source, unlocked?.passphrase ?? null)}
      />
    );
  if ('grantId' in source) return <UnlockDialog source={source} onClose={onClose} onRead={setUnlocked} />;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Restore a backup">
      {listed.error ? (
        <ErrorPanel error={listed.error} title="The backup could not be read" />
      ) : (
        <Progress value={null} label="Reading the backup" />
      )}
    </Dialog>
  );
}

interface Unlocked {
  description: BackupDescription;
  passphrase: string | null;
}

const inputOf = (source: RestoreSource, passphrase: string | null) =>
  'backupId' in source ? { backupId: source.backupId, passphrase } : { grantId: source.grantId, passphrase };

function useRestore(onStarted: () => void) {
  const { follow, task, busy } = useUpkeepTask((ended) => {
    void queryClient.invalidateQueries({ queryKey: orpc.upkeep.key() });
    if (ended.state !== 'succeeded')
      toast.failed('The backup cannot be restored', { description: reasonOf(ended) });
    onStarted();
  });
  return {
    task,
    working: busy,
    async start(source: RestoreSource, passphrase: string | null): Promise<void> {
      const { taskId } = await client.upkeep.restore(inputOf(source, passphrase));
      follow(taskId);
    },
  };
}

interface UnlockProps extends RestoreDialogProps {
  onRead: (unlocked: Unlocked) => void;
}

/** Reads a file, with its passphrase if it has one. */
function UnlockDialog({ source, onClose, onRead }: UnlockProps) {
  const formId = useId();
  const [typed, setTyped] = useState('');
  const passphrase = typed.trim() === '' ? null : typed.trim();
  const read = useMutation({
    mutationFn: () => client.upkeep.describeBackup(inputOf(source, passphrase)),
    onSuccess: (description) => onRead({ description, passphrase }),
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    read.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Restore a backup"
      description={source.name}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={read.isPending}>
            Open
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <Field
          label="Passphrase"
          help="The one that was shown when it was exported. Leave it empty if there was none."
        >
          <TextInput
            type="password"
            autoComplete="off"
            mono
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        {read.error ? <ErrorPanel error={read.error} /> : null}
      </form>
    </Dialog>
  );
}
