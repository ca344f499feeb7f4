import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { orpc } from '../rpc/client';
import { Page } from '../ui/page';
import { ErrorPanel } from '../ui/error';
import { FilesOf, type FilesSearch } from './files-of';

const hostRoute = getRouteApi('/hosts/$hostId/files');
const containerRoute = getRouteApi('/containers/$hostId/$containerId/files');

/** The files of one host. */
export function FilesPage() {
  const { hostId } = hostRoute.useParams();
  const navigate = hostRoute.useNavigate();
  const host = useQuery(orpc.hosts.get.queryOptions({ input: { hostId } }));
  return (
    <FilesOf
      place={{ hostId, containerId: null }}
      title={host.data ? `Files of ${host.data.name}` : 'Files'}
      links={
        <Link to="/forwards" className="rounded-sm text-accent hover:underline">
          Forwarded ports
        </Link>
      }
      search={hostRoute.useSearch()}
      onSearch={(search: FilesSearch, replace: boolean) => void navigate({ search, replace })}
    />
  );
}

/** The files of one container, whether it runs or not. */
export function ContainerFilesPage() {
  const { hostId, containerId } = containerRoute.useParams();
  const navigate = containerRoute.useNavigate();
  const search = containerRoute.useSearch();
  const container = useQuery(
    orpc.containers.inspect.queryOptions({ input: { hostId, containerId }, retry: false }),
  );
  if (container.error)
    return (
      <Page title="Files of a container">
        <ErrorPanel
          error={container.error}
          title="The container could not be found"
          onRetry={() => void container.refetch()}
        />
      </Page>
    );
  return (
    <FilesOf
      place={{ hostId, containerId }}
      title={container.data ? `Files of ${container.data.name}` : 'Files'}
      search={search}
      onSearch={(next: FilesSearch, replace: boolean) => void navigate({ search: next, replace })}
    />
  );
}
