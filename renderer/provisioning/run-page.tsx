import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { orpc } from '../rpc/client';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { RunView } from './run-view';

const route = getRouteApi('/runs/$runId');

/** One run of `nvflare provision`: how it went, what it made, and what changed since the one before. */
export function RunPage() {
  const { runId } = route.useParams();
  const run = useQuery(orpc.provisioning.run.queryOptions({ input: { runId } }));
  if (run.data) return <RunView key={runId} {...run.data} />;
  return (
    <Page title="Run">
      {run.error ? (
        <ErrorPanel error={run.error} title="The run could not be read" onRetry={() => void run.refetch()} />
      ) : (
        <Progress value={null} label="Reading the run" />
      )}
    </Page>
  );
}
