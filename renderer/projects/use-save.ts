import { useMutation } from '@tanstack/react-query';
import type { ProjectDetail } from '../../preload/contract/projects';
import { client, orpc } from '../rpc/client';
import { hasCode } from '../rpc/errors';
import { queryClient } from '../rpc/query-client';
import { toast } from '../ui/toast';
import { useDraftStore } from './draft-store';
import { readTyped } from './read-typed';

const detailKey = (projectId: string) => orpc.projects.get.queryKey({ input: { projectId } });

/** Puts an answer of a call where the pages read it, without waiting for the next refetch. */
export function rememberProject(detail: ProjectDetail): void {
  queryClient.setQueryData(detailKey(detail.summary.id), detail);
}

/** The draft, with what was typed as text up to this moment. */
async function readyDraft(projectId: string) {
  const find = () => useDraftStore.getState().editing[projectId]?.draft;
  const typed = find()?.broken;
  if (typed) await readTyped(projectId, typed.text);
  const draft = find();
  if (!draft) throw new Error('This project is not open.');
  if (draft.broken)
    throw new Error(
      'The text of project.yml is no project file yet. Mend it, or go back to the last good state.',
    );
  return draft;
}

/**
 * Saves the draft of a project as it is at the moment of the call. When someone else was faster, nothing is
 * written: the newer version is fetched, and the page shows the choice.
 */
export function useSave(projectId: string) {
  return useMutation({
    mutationFn: async () => {
      const draft = await readyDraft(projectId);
      const { revision, model, text } = draft;
      const detail = await client.projects.save({ projectId, revision, model, text });
      return { sent: { model, text }, detail };
    },
    onSuccess: ({ sent, detail }) => {
      useDraftStore.getState().saved(projectId, sent, detail);
      rememberProject(detail);
    },
    onError: async (error) => {
      if (hasCode(error, 'CONFLICT')) await queryClient.refetchQueries({ queryKey: detailKey(projectId) });
      else toast.error(error);
    },
  });
}

/** Saves the draft as a new project beside the one that someone else changed, and drops the draft. */
export function useSaveCopy(projectId: string) {
  return useMutation({
    mutationFn: async (detail: ProjectDetail) => {
      const draft = await readyDraft(projectId);
      const copy = await client.projects.duplicate({ projectId });
      const saved = await client.projects.save({
        projectId: copy.summary.id,
        revision: copy.summary.revision,
        model: { ...draft.model, name: copy.model.name },
        text: draft.text,
      });
      return { saved, detail };
    },
    onSuccess: ({ saved, detail }) => {
      rememberProject(saved);
      useDraftStore.getState().reload(projectId, detail);
    },
    onError: (error) => toast.error(error),
  });
}
