import { useMutation } from '@tanstack/react-query';
import { FolderInput } from 'lucide-react';
import type { FolderCheck } from '../../preload/contract/runtime';
import { client } from '../rpc/client';
import { platformWords } from '../runtime/runtime-words';
import { pickPath } from '../shell/pick-path';
import { useInstall } from '../shell/use-install';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Status } from '../ui/status';
import { toast } from '../ui/toast';

/** Installs NVFlare out of a folder that was carried here, after showing what the folder lacks. */
export function FolderInstall() {
  const check = useMutation({
    mutationFn: async () => {
      const grant = await pickPath({
        kind: 'folder',
        title: 'Choose the folder with NVFlare and its packages',
      });
      if (!grant) return null;
      return { grant, found: await client.runtime.checkFolder({ grantId: grant.id }) };
    },
    onError: (error) => toast.error(error),
  });
  return (
    <>
      <Button icon={FolderInput} busy={check.isPending} onClick={() => check.mutate()}>
        Install from a folder
      </Button>
      {check.data ? (
        <FolderDialog grantId={check.data.grant.id} found={check.data.found} onClose={check.reset} />
      ) : null}
    </>
  );
}

interface FolderDialogProps {
  grantId: string;
  found: FolderCheck;
  onClose: () => void;
}

function FolderDialog({ grantId, found, onClose }: FolderDialogProps) {
  const install = useInstall();
  const start = () => install.mutate({ version: found.version, grantId }, { onSuccess: onClose });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`NVFlare ${found.version} from a folder`}
      description={`For ${platformWords[found.platform]} with Python ${found.python}${found.carriesPython ? ', which comes out of the folder' : ''}. The network is not used.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!found.complete} busy={install.isPending} onClick={start}>
            Install NVFlare {found.version}
          </Button>
        </>
      }
    >
      {found.complete ? (
        <Status state="ok" label="Everything is there" detail="and every file is the one it should be" />
      ) : (
        <Lacking found={found} />
      )}
    </Dialog>
  );
}

function Lacking({ found }: { found: FolderCheck }) {
  return (
    <div className="flex flex-col gap-3">
      <Status state="failed" label="The folder is not complete" />
      <NameList title="Missing" names={found.missing} />
      <NameList title="Not the file it should be" names={found.damaged} />
      <NameList title="For another system or Python" names={found.misfits} />
      <p className="text-muted">
        Prepare the folder anew for {platformWords[found.platform]}, or put the missing files into it.
      </p>
    </div>
  );
}

function NameList({ title, names }: { title: string; names: string[] }) {
  if (names.length === 0) return null;
  return (
    <div>
      <h3 className="text-sm font-medium text-muted">
        {title} ({names.length})
      </h3>
      <ul
        aria-label={title}
        tabIndex={0}
        className="max-h-40 overflow-y-auto rounded border border-line px-3 py-2 font-mono text-sm break-all"
      >
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </div>
  );
}
