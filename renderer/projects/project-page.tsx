import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { orpc } from '../rpc/client';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { ProjectEditor } from './project-editor';

const route = getRouteApi('/projects/$projectId');

/** One project: its participants, its file, its runs and its kits. */
export function ProjectPage() {
  const { projectId } = route.useParams();
  const project = useQuery(orpc.projects.get.queryOptions({ input: { projectId } }));
  if (project.data) return <ProjectEditor key={projectId} projectId={projectId} detail={project.data} />;
  return (
    <Page title="Project">
      {project.error ? (
        <ErrorPanel
          error={project.error}
          title="The project could not be opened"
          onRetry={() => void project.refetch()}
        />
      ) : (
        <Progress value={null} label="Opening the project" />
      )}
    </Page>
  );
}
