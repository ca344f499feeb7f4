import { client } from '../rpc/client';
import { useDraftStore } from './draft-store';

/** Reads a text into the draft of a project, or notes that it is no project file. Null when it was called off. */
export async function readTyped(projectId: string, text: string, signal?: AbortSignal) {
  const found = await client.projects.read({ projectId, text }, signal ? { signal } : {});
  if (signal?.aborted) return null;
  const { typeText, breakText } = useDraftStore.getState();
  const { model, stored } = found;
  if (model) typeText(projectId, { text, model, stored });
  else breakText(projectId, { text, isRead: true });
  return found;
}
