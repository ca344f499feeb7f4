import { Link } from '@tanstack/react-router';
import { CircleDot } from 'lucide-react';
import { Status } from '../ui/status';
import { useEditor } from './editor-context';
import { describeProject } from './project-words';
import { useDisabled } from './use-disabled';

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
  const disabled = useDisabled(projectId);
  if (disabled.size === 0) return null;
  return (
    <Link
      to="/projects/$projectId/kit-history"
      params={{ projectId }}
      search={{}}
      title={[...disabled.keys()].join(', ')}
      className="rounded-sm text-sm text-muted hover:underline"
    >
      {disabled.size} disabled, left out of runs
    </Link>
  );
}
