import { ArchiveRestore } from 'lucide-react';
import { toProblem } from '../rpc/errors';
import { Button } from '../ui/button';
import { Callout, ErrorPanel } from '../ui/error';
import { ConflictNotice } from './conflict-notice';
import { useDraftStore } from './draft-store';
import { useEditor } from './editor-context';
import type { FieldPlace } from './field-path';
import { NvflareNotice } from './nvflare-notice';
import { ProblemSummary } from './problem-summary';
import { ReissueNotice } from './reissue-notice';
import { useProjectActions } from './use-project-actions';

interface EditorNoticesProps {
  /** Whether the open tab edits the project, so that its problems belong above it. */
  editing: boolean;
  goTo: (place: FieldPlace) => void;
  provisionError: unknown;
  onProvision: () => void;
  validationFailed: unknown;
}

/** What has to be known before anything is edited, above every tab. */
export function EditorNotices(props: EditorNoticesProps) {
  const { editing, goTo, provisionError, onProvision, validationFailed } = props;
  const { detail } = useEditor();
  const readOnly = detail.summary.archived;
  const { archive } = useProjectActions();
  return (
    <>
      {readOnly ? (
        <Callout
          tone="info"
          title="This project is archived"
          action={
            <Button size="sm" icon={ArchiveRestore} onClick={() => archive(detail.summary, false)}>
              Restore
            </Button>
          }
        >
          It can be looked at and exported. Restore it to edit or provision it.
        </Callout>
      ) : null}
      <ConflictNotice />
      <ReissueNotice onProvision={onProvision} />
      <BrokenTextNotice />
      <NvflareNotice />
      {provisionError ? <ErrorPanel error={provisionError} title="Provisioning did not start" /> : null}
      {validationFailed ? (
        <Callout tone="attention" title="The newest edits are not checked yet">
          {toProblem(validationFailed).message} The problems shown are older.
        </Callout>
      ) : null}
      {editing ? <ProblemSummary goTo={goTo} /> : null}
    </>
  );
}

/** The text is ahead of the form and cannot be read: neither is lost, and the person chooses. */
function BrokenTextNotice() {
  const { projectId, draft } = useEditor();
  if (!draft.broken?.isRead) return null;
  return (
    <Callout
      tone="failed"
      title="The text of project.yml is no project file"
      action={
        <Button size="sm" onClick={() => useDraftStore.getState().breakText(projectId, null)}>
          Back to the last good state
        </Button>
      }
    >
      The form shows the last good state and takes no edits until the text on the tab YAML is mended.
    </Callout>
  );
}
