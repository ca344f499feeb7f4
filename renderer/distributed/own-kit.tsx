import { useMutation, useQuery } from '@tanstack/react-query';
import { FileLock2, FolderOutput } from 'lucide-react';
import type { OwnRequest } from '../../preload/contract/distributed';
import type { KitCheck } from '../../preload/contract/kits';
import { client, orpc } from '../rpc/client';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { followDownload } from '../ui/download-link';
import { ErrorPanel } from '../ui/error';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { toast } from '../ui/toast';
import { PasswordDialog } from './password-dialog';
import { DragOut } from './zip-exit';

/** The kit that was made: whether it holds together, and the ways to where it runs. */
export function OwnKit({ request }: { request: OwnRequest }) {
  const kit = useQuery(orpc.distributed.kit.queryOptions({ input: { requestId: request.id } }));
  return (
    <>
      {kit.isPending ? <Progress value={null} label="Checking the kit" /> : null}
      {kit.error ? (
        <ErrorPanel error={kit.error} title="The kit could not be read" onRetry={() => void kit.refetch()} />
      ) : null}
      {kit.data ? <Checks checks={kit.data.checks} /> : null}
      <WaysOut request={request} />
    </>
  );
}

const checkWords: Record<KitCheck['check'], string> = {
  files: 'Files',
  chain: 'Chain',
  key: 'Key',
  names: 'Names',
  validity: 'Validity',
  signature: 'Signature',
};
const stateWords: Record<KitCheck['state'], string> = { ok: 'OK', attention: 'Attention', failed: 'Failed' };

function Checks({ checks }: { checks: KitCheck[] }) {
  return (
    <ul aria-label="Checks of the kit" className="rounded border border-line">
      {checks.map(({ check, state, message, hint }) => (
        <li
          key={check}
          className="grid grid-cols-[4.5rem_1fr] gap-x-3 border-b border-line px-3 py-1.5 text-sm last:border-b-0"
        >
          <span>{checkWords[check]}</span>
          <div className="min-w-0">
            <Status state={state} label={stateWords[state]} />
            <p className="wrap-break-word text-muted">{message}</p>
            {hint ? <p className="wrap-break-word text-muted">{hint}</p> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

function WaysOut({ request }: { request: OwnRequest }) {
  const zip = useZip(request.id);
  const folder = useFolder(request.id);
  const busy = zip.isPending || folder.isPending;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button icon={FileLock2} busy={zip.isPending} disabled={busy} onClick={() => zip.mutate()}>
          Protected zip
        </Button>
        <Button icon={FolderOutput} busy={folder.isPending} disabled={busy} onClick={() => folder.mutate()}>
          Copy as folder
        </Button>
      </div>
      <DragOut piece={{ what: 'kit', id: request.id }}>
        Drag out as a plain zip. It is not protected and holds the private key.
      </DragOut>
      {zip.data ? <PasswordDialog done={zip.data} onClose={() => zip.reset()} /> : null}
    </>
  );
}

const useZip = (requestId: string) =>
  useMutation({
    mutationFn: () => client.distributed.exportKitZip({ requestId }),
    onSuccess: ({ url, fileName }) => {
      if (url) followDownload(url, fileName);
    },
    onError: (error) => toast.error(error),
    // The cache of mutations would keep the password for minutes.
    gcTime: 0,
  });

const useFolder = (requestId: string) =>
  useMutation({
    mutationFn: async () => {
      const grant = await pickPath({ kind: 'folder', title: 'Copy the kit into a folder' });
      return grant && client.distributed.exportKitFolder({ requestId, grantId: grant.id });
    },
    onSuccess: (done) => {
      if (!done) return;
      toast.success(`The kit is copied to ${done.savedTo}.`, {
        description: 'The folder is not protected and holds the private key.',
      });
    },
    onError: (error) => toast.error(error),
  });
