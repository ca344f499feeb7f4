import { useEffect } from 'react';
import { useShortcut } from '../ui/shortcuts';
import { useDraftStore } from './draft-store';

/**
 * Ctrl/Cmd+Z takes the newest step of the draft back, also from within its fields; Ctrl/Cmd+Shift+Z and Ctrl+Y
 * do it again. Leaving a field ends the step that was typed there.
 */
export function useUndo(projectId: string, readOnly: boolean): void {
  const { undo, redo, sealStep } = useDraftStore.getState();
  const redoStep = readOnly ? null : () => redo(projectId);
  useShortcut('mod+z', readOnly ? null : () => undo(projectId), 'Undo');
  useShortcut('mod+shift+z', redoStep, 'Redo');
  useShortcut('mod+y', redoStep);
  useEffect(() => {
    const leave = () => sealStep(projectId);
    window.addEventListener('focusout', leave);
    return () => window.removeEventListener('focusout', leave);
  }, [projectId, sealStep]);
}
