import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { RuntimeStatus } from '../../preload/contract/runtime';
import type { SettingsView } from '../../preload/contract/settings';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { InstallProgress } from '../runtime/install-progress';
import { candidateStatus, versionsOf } from '../runtime/runtime-words';
import { useRuntime } from '../runtime/use-runtime';
import { IconButton } from '../ui/button';
import { Callout, ErrorPanel } from '../ui/error';
import { Panel, Section } from '../ui/page';
import { Status } from '../ui/status';
import { toast } from '../ui/toast';
import { CandidateList } from './candidate-list';
import { EnvironmentList } from './environment-list';
import { InstallForm } from './install-form';

/** Which NVFlare is used, which others are there, and how to get one. */
export function RuntimeSection({ settings }: { settings: SettingsView }) {
  const query = useRuntime();
  return (
    <Section
      id="runtime"
      title="NVFlare"
      description="The Python with NVFlare in it that provisions the projects."
      actions={<Refresh />}
    >
      {query.error ? (
        <ErrorPanel
          error={query.error}
          title="NVFlare could not be looked for"
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data ? (
        <Panel>
          <InUse status={query.data} />
          <CandidateList status={query.data} />
          <EnvironmentList />
          <div className="px-4 py-3">
            {query.data.installTaskId ? (
              <InstallProgress taskId={query.data.installTaskId} />
            ) : (
              <InstallForm status={query.data} settings={settings} />
            )}
          </div>
        </Panel>
      ) : null}
      {query.data && !query.data.canInstall.ok ? (
        <Callout tone="attention" title={query.data.canInstall.message}>
          {query.data.canInstall.hint}
        </Callout>
      ) : null}
    </Section>
  );
}

/** What is in use, as far as the list of what was found does not say it. */
function InUse({ status: { chosen, candidates } }: { status: RuntimeStatus }) {
  const listed = chosen !== null && candidates.some(({ id }) => id === chosen.id);
  if (listed && chosen.state === 'ok') return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-3">
      {chosen ? (
        <>
          <span className="font-medium">{versionsOf(chosen)}</span>
          <Status {...candidateStatus(chosen)} />
        </>
      ) : (
        <Status state="failed" label="No NVFlare in use" />
      )}
      {chosen && chosen.state !== 'ok' ? (
        <p className="w-full text-muted">
          {chosen.message} {chosen.hint}
        </p>
      ) : null}
    </div>
  );
}

function Refresh() {
  const [busy, setBusy] = useState(false);
  const look = async () => {
    setBusy(true);
    try {
      const status = await client.runtime.status({ refresh: true });
      queryClient.setQueryData(orpc.runtime.status.queryKey({ input: {} }), status);
    } catch (error) {
      toast.error(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <IconButton icon={RefreshCw} label="Refresh" size="sm" disabled={busy} onClick={() => void look()} />
  );
}
