import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import type { CaFile } from '../../preload/contract/ca';
import type { Grant } from '../../preload/contract/files';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';
import { toast } from '../ui/toast';
import { CaFileChooser } from './ca-file-chooser';
import { CaImportConfirm } from './ca-import-confirm';

interface CaImportProps {
  /** The project that gets the CA; null makes one of the file. */
  projectId: string | null;
  onClose: () => void;
}

interface Opened {
  content: CaFile;
  grantId: string;
  passphrase: string;
}

/** From a CA file to a project that goes on from it. */
export function CaImportDialog({ projectId, onClose }: CaImportProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const load = useImport(projectId, onClose);
  if (!opened) return <OpenDialog onOpened={setOpened} onClose={onClose} />;
  return (
    <CaImportConfirm
      content={opened.content}
      intoProject={projectId !== null}
      busy={load.isPending}
      error={load.error}
      onClose={onClose}
      onConfirm={() => load.mutate(opened)}
    />
  );
}

/** The file, its passphrase, and what goes wrong with them. */
function OpenDialog({ onOpened, onClose }: { onOpened: (opened: Opened) => void; onClose: () => void }) {
  const formId = useId();
  const [grant, setGrant] = useState<Grant | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const read = useMutation({
    mutationFn: (grantId: string) => client.ca.describe({ grantId, passphrase }),
    onSuccess: (content, grantId) => onOpened({ content, grantId, passphrase }),
    gcTime: 0,
  });
  const ready = grant !== null && passphrase !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) read.mutate(grant.id);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Import a CA"
      description="A CA exported from Fedwright. The file must be on the machine that runs Fedwright."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={read.isPending} disabled={!ready}>
            Continue
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <CaFileChooser grant={grant} onGrant={setGrant} />
        <Field label="Passphrase" help="The one that it was exported with.">
          <TextInput
            type="password"
            autoComplete="off"
            mono
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
          />
        </Field>
        {read.error ? <ErrorPanel error={read.error} /> : null}
      </form>
    </Dialog>
  );
}

function useImport(projectId: string | null, onClose: () => void) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ content, grantId, passphrase }: Opened) =>
      client.ca.import({ grantId, passphrase, projectId: projectId ?? content.existing?.projectId ?? null }),
    onSuccess: (made) => {
      void queryClient.invalidateQueries({ queryKey: orpc.projects.key() });
      void queryClient.invalidateQueries({ queryKey: orpc.ca.key() });
      void queryClient.invalidateQueries({ queryKey: orpc.provisioning.key() });
      toast.success('The CA is imported');
      onClose();
      void navigate({
        to: '/projects/$projectId',
        params: { projectId: made.projectId },
        search: { tab: 'ca' },
      });
    },
    gcTime: 0,
  });
}
