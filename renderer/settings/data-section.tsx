import { useMutation } from '@tanstack/react-query';
import { FolderOpen, FolderSearch } from 'lucide-react';
import type { SettingsView } from '../../preload/contract/settings';
import { client, orpc } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copy';
import { Callout } from '../ui/error';
import { Panel, Section } from '../ui/page';
import { toast } from '../ui/toast';
import { rememberSettings } from '../rpc/settings-update';

/** Where projects, runs, kits, logs and the database are. */
export function DataSection({ settings }: { settings: SettingsView }) {
  const { capabilities } = useHost();
  const choose = useChooseDirectory();
  const pick = async () => {
    const grant = await pickPath({ kind: 'folder', title: 'Choose a data directory' });
    if (grant) choose.mutate({ grantId: grant.id });
  };
  return (
    <Section
      id="data"
      title="Data directory"
      description="Holds the database, the runs with their kits, and the logs. Choosing another one moves nothing."
    >
      <Panel className="flex flex-wrap items-center gap-2 p-4">
        <Copyable value={settings.dataDirectory} mono label="path" className="min-w-0 flex-1 basis-64" />
        {capabilities.openPath ? (
          <Button icon={FolderOpen} onClick={openDirectory}>
            Open
          </Button>
        ) : null}
        <Button
          icon={FolderSearch}
          busy={choose.isPending}
          onClick={() => void pick().catch((error: unknown) => toast.error(error))}
        >
          Choose another
        </Button>
      </Panel>
      {settings.nextDataDirectory ? (
        <NextDirectory path={settings.nextDataDirectory} choose={choose} />
      ) : null}
    </Section>
  );
}

function openDirectory(): void {
  client.host.openDataDirectory().catch((error: unknown) => toast.error(error));
}

function useChooseDirectory() {
  return useMutation(
    orpc.settings.chooseDataDirectory.mutationOptions({
      onSuccess: rememberSettings,
      onError: (error) => toast.error(error),
    }),
  );
}

function NextDirectory({ path, choose }: { path: string; choose: ReturnType<typeof useChooseDirectory> }) {
  const { capabilities } = useHost();
  const relaunch = useMutation({
    mutationFn: () => client.host.relaunch(),
    onError: (error) => toast.error(error),
  });
  return (
    <Callout
      tone="attention"
      title="Another directory is used from the next start on"
      action={
        <>
          <Button size="sm" busy={choose.isPending} onClick={() => choose.mutate({ grantId: null })}>
            Use the default instead
          </Button>
          {capabilities.relaunch ? (
            <Button size="sm" variant="primary" busy={relaunch.isPending} onClick={() => relaunch.mutate()}>
              Restart now
            </Button>
          ) : null}
        </>
      }
    >
      <span className="font-mono text-sm">{path}</span>
      {capabilities.relaunch ? null : ' End Fedwright and start it again.'}
    </Callout>
  );
}
