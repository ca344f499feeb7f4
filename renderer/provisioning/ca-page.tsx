import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { orpc } from '../rpc/client';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { CaBefore } from './ca-before';
import { CaRotation } from './ca-rotation';
import { caStatus } from './ca-words';

const route = getRouteApi('/projects/$projectId/ca');

/** The CA of a project: when it ends, and its rotation from the first question to the last kit. */
export function CaPage() {
  const { projectId } = route.useParams();
  const input = { projectId };
  const project = useQuery(orpc.projects.get.queryOptions({ input }));
  const needs = useQuery(orpc.provisioning.needs.queryOptions({ input }));
  const rotation = useQuery(orpc.provisioning.rotation.queryOptions({ input }));
  const error = project.error ?? needs.error ?? rotation.error;
  const ready = project.data && needs.data && rotation.data !== undefined;
  const name = project.data?.summary.name ?? '';
  return (
    <Page
      title={name ? `CA of ${name}` : 'CA'}
      state={ready ? <Status {...caStatus(needs.data.ca, rotation.data)} /> : null}
      actions={
        <Link
          to="/projects/$projectId"
          params={input}
          search={{ tab: 'ca' }}
          className="rounded-sm text-accent hover:underline"
        >
          Open project
        </Link>
      }
    >
      {error ? <ErrorPanel error={error} title="The CA could not be looked at" /> : null}
      {!ready && !error ? <Progress value={null} label="Looking at the CA" /> : null}
      {ready && rotation.data ? (
        <CaRotation projectId={projectId} name={name} rotation={rotation.data} />
      ) : null}
      {ready && !rotation.data ? <CaBefore projectId={projectId} name={name} reissue={needs.data} /> : null}
    </Page>
  );
}
