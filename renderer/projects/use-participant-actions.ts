import { toast } from '../ui/toast';
import { useDraftStore } from './draft-store';
import { useEditor } from './editor-context';
import {
  addParticipant,
  duplicateParticipant,
  duplicateParticipants,
  removeParticipants,
  restoreParticipants,
} from './model-edit';
import type { NewParticipantType } from './participant-edit';
import { count } from './project-words';

/** How the ids of notes begin that offer to bring participants of this project's draft back. */
export const removalNotes = (projectId: string): string => `removed ${projectId} `;

/** Adding, copying and removing participants of the open draft. */
export function useParticipantActions() {
  const { projectId, model, activeKey, edit, select, selectMany } = useEditor();
  const focusName = (key: string) => useDraftStore.getState().focusField(projectId, { key, path: 'name' });

  const add = (type: NewParticipantType) => {
    const added = addParticipant(model, type);
    edit(() => added.model);
    focusName(added.key);
  };

  const duplicate = (key: string) => {
    const copy = duplicateParticipant(model, key);
    if (!copy) return;
    edit(() => copy.model);
    focusName(copy.key);
  };

  /** Copies several under free names; one alone is then given its name. */
  const duplicateMany = (keys: string[]) => {
    const [only] = keys;
    if (keys.length === 1 && only !== undefined) return duplicate(only);
    const copies = duplicateParticipants(model, new Set(keys));
    edit(() => copies.model);
    selectMany(new Set(copies.keys));
  };

  /** Takes participants out at once; the note that says so brings them back. */
  const remove = (keys: string[]) => {
    const { model: rest, removed } = removeParticipants(model, new Set(keys));
    const [first] = removed.entries;
    if (!first) return;
    edit(() => rest);
    if (activeKey !== null && keys.includes(activeKey)) select(null);
    const what =
      removed.entries.length === 1
        ? first.participant.name || 'The participant'
        : count(removed.entries.length, 'participant');
    toast.success(`${what} removed.`, {
      id: `${removalNotes(projectId)}${Date.now()}`,
      action: { label: 'Undo', onClick: () => edit((now) => restoreParticipants(now, removed)) },
    });
  };

  return { add, duplicate, duplicateMany, remove };
}
