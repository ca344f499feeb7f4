import { ArchiveRestore } from 'lucide-react';
import { toProblem } from '../rpc/errors';
import { Button } from '../ui/button';
import { Callout, ErrorPanel } from '../ui/error';
import { ConflictNotice } from './conflict-notice';
import { useEditor } from './editor-context';
import type { FieldPlace } from './field-path';
import { NvflareNotice } from './nvflare-notice';
import { ProblemSummary } from './problem-summary';
import { useProjectActions } from './use-project-actions';

interface EditorNoticesProps {
  /** Whether the open tab edits the project, so that its problems belong above it. */
  editing: boolean;
  goTo: (place: FieldPlace) => void;
  provisionError: unknown;
  validationFailed: unknown;
}

/** What has to be known before anything is edited, above every tab. */
export function EditorNotices({ editing, goTo, provisionError, validationFailed }: EditorNoticesProps) {
  const { detail, readOnly } = useEditor();
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
