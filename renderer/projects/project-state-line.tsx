import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleDot } from 'lucide-react';
import { orpc } from '../rpc/client';
import { Status } from '../ui/status';
import { useEditor } from './editor-context';
import { describeProject } from './project-words';

/** How the project is: its problems, else its last run; and whether there are edits that are not stored. */
export function ProjectStateLine() {
  const { detail, problems, dirty } = useEditor();
  const { summary } = detail;
  const errors = problems.filter((p) => p.problem.severity === 'error').length;
  const status = <Status {...describeProject(summary, errors)} />;
  return (
    <>
      {summary.lastRun && errors === 0 && !summary.archived ? (
        <Link
          to="/runs/$runId"
          params={{ runId: summary.lastRun.id }}
          className="inline-flex rounded-sm hover:underline"
        >
          {status}
        </Link>
      ) : (
        status
      )}
      <DisabledCount projectId={summary.id} />
      {dirty ? (
        <span role="status" className="inline-flex items-center gap-1 text-sm text-attention">
          <CircleDot aria-hidden className="size-3" />
          Unsaved changes
        </span>
      ) : null}
    </>
  );
}

/** That runs leave somebody out must be seen before one is started. */
function DisabledCount({ projectId }: { projectId: string }) {
  const disabled = useQuery(orpc.projects.disabledParticipants.queryOptions({ input: { projectId } }));
  if (!disabled.data || disabled.data.length === 0) return null;
  return (
    <Link
      to="/projects/$projectId/kit-history"
      params={{ projectId }}
      search={{}}
      title={disabled.data.map(({ participant }) => participant).join(', ')}
      className="rounded-sm text-sm text-muted hover:underline"
    >
      {disabled.data.length} disabled, left out of runs
    </Link>
  );
}
