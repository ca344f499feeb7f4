import { useMutation } from '@tanstack/react-query';
import { FileInput, FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { refreshHosts } from '../rpc/hosts';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Progress } from '../ui/progress';
import { toast } from '../ui/toast';
import { readPreview, takeOver } from './import-calls';
import { ImportList } from './import-list';
import { type ImportSource, sourceWords } from './import-words';

interface ImportDialogProps {
  source: ImportSource;
  onClose: () => void;
}

/** Reads a configuration when told to, shows what would be taken over, and takes over what is chosen. */
export function ImportDialog({ source, onClose }: ImportDialogProps) {
  const words = sourceWords[source];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const preview = useMutation({
    mutationFn: async (grantId: string | null) => ({ grantId, ...(await readPreview(source, grantId)) }),
    onSuccess: ({ rows }) =>
      setChosen(new Set(rows.filter(({ suggested }) => suggested).map(({ id }) => id))),
  });
  const take = useMutation({
    mutationFn: async ({ grantId, digest }: { grantId: string | null; digest: string }) => {
      const said = await takeOver(source, { grantId, digest, ids: [...chosen] });
      await refreshHosts();
      return said;
    },
    onSuccess: (said) => {
      toast.success(said);
      onClose();
    },
  });
  const choose = async () => {
    const grant = await pickPath({ kind: words.kind, title: words.choose, hidden: true });
    if (grant) preview.mutate(grant.id);
  };
  const found = preview.data;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={words.title}
      description={words.about}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {found ? (
            <Button
              variant="primary"
              busy={take.isPending}
              disabled={chosen.size === 0}
              onClick={() => take.mutate(found)}
            >
              {source === 'known-hosts' ? `Pin ${chosen.size}` : `Import ${chosen.size}`}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-2">
          <Button icon={FileInput} onClick={() => preview.mutate(null)}>
            Read {words.usual}
          </Button>
          <Button icon={FolderOpen} variant="ghost" onClick={() => void choose()}>
            {words.kind === 'file' ? 'Choose another file' : 'Choose another folder'}
          </Button>
        </div>
        {preview.isPending ? <Progress value={null} label="Reading" /> : null}
        {preview.error && !preview.isPending ? (
          <ErrorPanel error={preview.error} title="Nothing could be read" />
        ) : null}
        {found && !preview.isPending ? (
          <ImportList preview={found} chosen={chosen} onChange={setChosen} />
        ) : null}
        {take.error ? <ErrorPanel error={take.error} title="Not everything was taken over" /> : null}
      </div>
    </Dialog>
  );
}
