import { useMutation, useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Environment } from '../../preload/contract/runtime';
import { orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { IconButton } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { ErrorPanel } from '../ui/error';
import { Status } from '../ui/status';
import { Bytes, RelativeTime } from '../ui/time';

/** Fedwright's own environments, several versions side by side: who uses each, and what it costs. */
export function EnvironmentList() {
  const query = useQuery(orpc.runtime.environments.queryOptions());
  const [removing, setRemoving] = useState<Environment | null>(null);
  const remove = useMutation(
    orpc.runtime.removeEnvironment.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.runtime.key() }),
    }),
  );
  if (query.error) return <ErrorPanel error={query.error} title="The versions could not be listed" />;
  const environments = query.data?.environments ?? [];
  if (environments.length === 0) return null;
  return (
    <div className="border-b border-line">
      <h3 className="px-4 pt-3 text-sm font-medium text-muted">Installed by Fedwright</h3>
      <ul aria-label="Installed by Fedwright">
        {environments.map((each) => (
          <EnvironmentRow key={each.version} environment={each} onRemove={setRemoving} />
        ))}
      </ul>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={`Remove NVFlare ${removing?.version ?? ''}`}
        confirmLabel="Remove"
        danger
        onConfirm={async () => {
          if (removing) await remove.mutateAsync({ version: removing.version });
        }}
      >
        Its files are deleted. Projects, runs and kits stay, and it can be installed again.
      </ConfirmDialog>
    </div>
  );
}

interface EnvironmentRowProps {
  environment: Environment;
  onRemove: (environment: Environment) => void;
}

function EnvironmentRow({ environment, onRemove }: EnvironmentRowProps) {
  const { version, bytes, installedAt, inUse, projects } = environment;
  const used = inUse || projects.length > 0;
  const names = projects.map(({ name }) => name).join(', ');
  return (
    <li className="flex items-center gap-4 px-4 py-2">
      <span className="w-28 font-medium">NVFlare {version}</span>
      <span className="min-w-0 flex-1 text-muted">
        {inUse ? <Status state="ok" label="In use" /> : null}
        {names ? <span className="block truncate">Chosen by {names}</span> : null}
        {used ? null : 'Used by no project'}
      </span>
      {installedAt === null ? null : (
        <span className="text-sm text-faint">
          <RelativeTime at={installedAt} />
        </span>
      )}
      <span className="text-muted">
        <Bytes value={bytes} />
      </span>
      <IconButton
        icon={Trash2}
        size="sm"
        label={used ? `NVFlare ${version} is used and cannot be removed` : `Remove NVFlare ${version}`}
        disabled={used}
        onClick={() => onRemove(environment)}
      />
    </li>
  );
}
