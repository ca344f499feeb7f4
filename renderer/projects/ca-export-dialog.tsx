import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { shortestPassphrase } from '../../preload/contract/ca';
import { client } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { followDownload } from '../ui/download-link';
import { ErrorPanel } from '../ui/error';
import { Checkbox, Field, TextInput } from '../ui/field';
import { CaExportedDialog, type ExportedCa } from './ca-exported-dialog';
import { useEditor } from './editor-context';

/** Asks how the CA is to be protected, says what it is, and exports it. */
export function CaExportDialog({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const formId = useId();
  const [own, setOwn] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [done, setDone] = useState<ExportedCa | null>(null);
  const save = useExport(projectId, setDone);
  const tooShort = own && passphrase.length < shortestPassphrase;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!tooShort) save.mutate(own ? passphrase : null);
  };
  if (done) return <CaExportedDialog done={done} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Export the CA"
      description="One file, which opens with a passphrase only. It is for moving the project to another machine, and for a safe place."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={save.isPending} disabled={tooShort}>
            Export
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-muted">
          It holds the key of the CA, the private keys of all participants, and the project file. Whoever has
          the file and its passphrase can make kits that this federation takes for real, and speak for every
          site: keep the two in different places. The audit trail notes the export.
        </p>
        <Checkbox
          checked={own}
          onCheckedChange={setOwn}
          label="Use a passphrase of my own"
          help="Otherwise one is generated and shown once."
        />
        {own ? <OwnPassphrase value={passphrase} onChange={setPassphrase} /> : null}
        {save.error ? <ErrorPanel error={save.error} title="The CA was not exported" /> : null}
      </form>
    </Dialog>
  );
}

function OwnPassphrase({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Field
      label="Passphrase"
      help={`At least ${shortestPassphrase} characters; several words are best.`}
      required
    >
      <TextInput
        type="password"
        autoComplete="new-password"
        mono
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

function useExport(projectId: string, onDone: (done: ExportedCa) => void) {
  const { capabilities } = useHost();
  const { model } = useEditor();
  return useMutation({
    mutationFn: async (passphrase: string | null) => {
      const suggestedName = `${model.name || 'project'}.fedwright-ca`;
      const grant = capabilities.nativeDialogs
        ? await pickPath({ kind: 'save', title: 'Export the CA', suggestedName })
        : null;
      if (capabilities.nativeDialogs && !grant) return null;
      const answer = await client.ca.export({ projectId, passphrase, grantId: grant?.id ?? null });
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
