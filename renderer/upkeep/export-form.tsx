import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { followDownload } from '../ui/download-link';
import { ErrorPanel } from '../ui/error';
import { Checkbox } from '../ui/field';
import { type ExportedBackup, PassphraseDialog } from './passphrase-dialog';

/** Exports a backup behind a generated passphrase, and shows that once. */
export function ExportForm({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const [withKits, setWithKits] = useState(false);
  const [done, setDone] = useState<ExportedBackup | null>(null);
  const save = useExport(setDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(withKits);
  };
  if (done) return <PassphraseDialog done={done} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Export a backup"
      description="One zip that opens with a passphrase only. It can be restored here or on another machine."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={save.isPending}>
            Export
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-muted">
          It holds the CA and all private keys of every project. Whoever has the file and its passphrase can
          speak for every site: keep them in different places.
        </p>
        <Checkbox
          checked={withKits}
          onCheckedChange={setWithKits}
          label="With all current kits"
          help="Without them, provision again on the other machine: the same keys make the same kits."
        />
        {save.error ? <ErrorPanel error={save.error} title="The backup was not exported" /> : null}
      </form>
    </Dialog>
  );
}

function useExport(onDone: (done: ExportedBackup) => void) {
  const { capabilities } = useHost();
  return useMutation({
    mutationFn: async (withKits: boolean) => {
      const grant = capabilities.nativeDialogs
        ? await pickPath({ kind: 'save', title: 'Export a backup', suggestedName: suggestName() })
        : null;
      if (capabilities.nativeDialogs && !grant) return null;
      const answer = await client.upkeep.exportBackup({ withKits, grantId: grant?.id ?? null });
      if (answer.url) followDownload(answer.url, answer.fileName);
      return answer;
    },
    onSuccess: (answer) => {
      if (answer) onDone(answer);
    },
    // The cache of mutations would keep the passphrase for minutes.
    gcTime: 0,
  });
}

const suggestName = (): string => `fedwright-backup-${new Date().toISOString().slice(0, 10)}.zip`;
