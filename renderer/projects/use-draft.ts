import { useEffect, useMemo } from 'react';
import type { ProjectDetail } from '../../preload/contract/projects';
import { isDirty, startDraft } from './draft';
import { toast } from '../ui/toast';
import { useDraftStore } from './draft-store';
import type { Editor } from './editor-context';
import { placeUnsupported } from './unsupported';
import { removalNotes } from './use-participant-actions';
import { useValidation } from './use-validation';

const none: ReadonlySet<string> = new Set();

/**
 * Opens a draft of the project for as long as the page is there. The guard against leaving with unsaved
 * edits has been asked by then, so leaving drops the draft.
 */
export function useDraft(projectId: string, detail: ProjectDetail): Editor & { validationFailed: unknown } {
  const { receive, drop, edit, select, selectMany } = useDraftStore.getState();
  const editing = useDraftStore((state) => state.editing[projectId]);

  useEffect(() => receive(projectId, detail), [projectId, detail, receive]);
  useEffect(
    () => () => {
      drop(projectId);
      toast.dismiss(removalNotes(projectId));
    },
    [projectId, drop],
  );

  const first = useMemo(() => startDraft(detail), [detail]);
  const draft = editing?.draft ?? first;
  const dirty = useMemo(() => isDirty(draft), [draft]);
  const { problems, failed } = useValidation(projectId, draft, detail);
  const unsupported = useMemo(
    () => placeUnsupported(detail, draft.model, problems),
    [detail, draft.model, problems],
  );

  return {
    projectId,
    detail,
    draft,
    model: draft.model,
    dirty,
    problems,
    unsupported,
    validationFailed: failed,
    activeKey: editing?.activeKey ?? null,
    selected: editing?.selected ?? none,
    readOnly: detail.summary.archived || draft.broken?.isRead === true,
    edit: (change, label) => edit(projectId, change, label),
    select: (key) => select(projectId, key),
    selectMany: (keys) => selectMany(projectId, keys),
  };
}
