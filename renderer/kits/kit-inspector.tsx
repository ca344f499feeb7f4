import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { KitSummary } from '../../preload/contract/kits';
import { orpc } from '../rpc/client';
import { ErrorPanel } from '../ui/error';
import { InspectorHead } from '../ui/inspector-head';
import { Progress } from '../ui/progress';
import { KitCertificates } from './kit-certificates';
import { KitChecks } from './kit-checks';
import { KitFiles } from './kit-files';
import { KitHandovers } from './kit-handovers';
import { KitPast } from './kit-past';
import { KitRunning } from './kit-running';
import { KitWaysOut } from './kit-ways-out';
import { typeWords } from './kit-words';
import type { KitExports } from './use-export';

interface KitInspectorProps {
  kitId: string;
  exports: KitExports;
  onClose: () => void;
}

/** One kit, read and checked when it is opened. */
export function KitInspector({ kitId, exports, onClose }: KitInspectorProps) {
  const kit = useQuery(orpc.kits.get.queryOptions({ input: { kitId } }));
  return (
    <>
      <InspectorHead title={kit.data?.kit.participant ?? 'Kit'} onClose={onClose}>
        {kit.data ? <KitOrigin kit={kit.data.kit} /> : null}
      </InspectorHead>
      <div className="flex flex-col gap-5 p-4">
        {kit.isPending ? <Progress value={null} label="Checking the kit" /> : null}
        {kit.error && !kit.data ? (
          <ErrorPanel
            error={kit.error}
            title="The kit could not be read"
            onRetry={() => void kit.refetch()}
          />
        ) : null}
        {kit.data ? (
          <>
            <KitWaysOut kit={kit.data.kit} exports={exports} />
            <KitRunning kit={kit.data.kit} />
            <KitChecks checks={kit.data.checks} />
            <KitCertificates certificates={kit.data.certificates} />
            <KitHandovers kit={kit.data.kit} handovers={kit.data.handovers} />
            <KitPast kit={kit.data.kit} />
            <KitFiles files={kit.data.files} />
          </>
        ) : null}
      </div>
    </>
  );
}

/** Whose it is, and of which run. */
function KitOrigin({ kit }: { kit: KitSummary }) {
  return (
    <>
      <p className="truncate text-sm text-muted">
        {typeWords[kit.type]} of{' '}
        <Link
          to="/projects/$projectId"
          params={{ projectId: kit.projectId }}
          search={{}}
          className="rounded-sm text-accent underline underline-offset-2"
        >
          {kit.projectName}
        </Link>
        ,{' '}
        <Link
          to="/runs/$runId"
          params={{ runId: kit.runId }}
          className="rounded-sm text-accent underline underline-offset-2"
        >
          run {kit.runNumber}
        </Link>
        {kit.current ? '' : ', not the newest'}
      </p>
      {kit.nvflareVersion ? (
        <p className="text-sm text-muted">Made with NVFlare {kit.nvflareVersion}</p>
      ) : null}
    </>
  );
}
