import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import type { RuntimeStatus } from '../../preload/contract/runtime';
import { InstallProgress } from '../runtime/install-progress';
import { isReady } from '../runtime/runtime-words';
import { useInstall } from '../shell/use-install';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { Panel } from '../ui/page';

/** Until there is an NVFlare that works: one click that brings it. */
export function RuntimeCheck({ status }: { status: RuntimeStatus }) {
  if (status.installTaskId) {
    return (
      <Panel className="p-4">
        <InstallProgress taskId={status.installTaskId} />
      </Panel>
    );
  }
  if (isReady(status)) return null;
  return status.canInstall.ok ? <InstallOffer status={status} /> : <CannotInstall status={status} />;
}

function InstallOffer({ status }: { status: RuntimeStatus }) {
  const install = useInstall();
  return (
    <Panel className="flex flex-wrap items-center gap-4 p-4">
      <div className="min-w-0 flex-1 basis-80">
        <h2 className="font-semibold">Install NVFlare to provision projects</h2>
        <p className="text-muted">
          Fedwright makes a Python environment of its own and installs NVFlare {status.installVersion} into
          it, about 220 MB. Nothing else on this machine is changed.
        </p>
      </div>
      <ChooseLink />
      <Button variant="primary" icon={Download} busy={install.isPending} onClick={() => install.mutate({})}>
        Install NVFlare {status.installVersion}
      </Button>
    </Panel>
  );
}

function CannotInstall({ status }: { status: RuntimeStatus }) {
  return (
    <Callout tone="attention" title={status.canInstall.message} action={<ChooseLink />} className="shrink-0">
      {status.canInstall.hint}
    </Callout>
  );
}

function ChooseLink() {
  return (
    <Link
      to="/settings"
      search={{ section: 'runtime' }}
      className="rounded-sm text-accent underline-offset-3 hover:underline"
    >
      Choose a Python that has it
    </Link>
  );
}
