import { Redo2, Undo2 } from 'lucide-react';
import { IconButton } from '../ui/button';
import { formatCombo } from '../ui/shortcuts';
import { useDraftStore } from './draft-store';
import { useEditor } from './editor-context';

/** Takes steps of the draft back and does them again; each button says which step. */
export function UndoButtons() {
  const { projectId } = useEditor();
  const back = useDraftStore((s) => s.editing[projectId]?.history.past.at(-1)?.label);
  const forth = useDraftStore((s) => s.editing[projectId]?.history.future.at(-1)?.label);
  const { undo, redo } = useDraftStore.getState();
  return (
    <div className="flex" role="group" aria-label="Steps">
      <IconButton
        icon={Undo2}
        label={describe('Undo', back, 'mod+z')}
        aria-label="Undo"
        aria-description={describe('Undo', back, 'mod+z')}
        aria-disabled={back === undefined}
        className="aria-disabled:opacity-40"
        onClick={() => undo(projectId)}
      />
      <IconButton
        icon={Redo2}
        label={describe('Redo', forth, 'mod+shift+z')}
        aria-label="Redo"
        aria-description={describe('Redo', forth, 'mod+shift+z')}
        aria-disabled={forth === undefined}
        className="aria-disabled:opacity-40"
        onClick={() => redo(projectId)}
      />
    </div>
  );
}

const describe = (verb: string, step: string | undefined, combo: string): string =>
  step === undefined ? `Nothing to ${verb.toLowerCase()}` : `${verb}: ${step} (${formatCombo(combo)})`;
