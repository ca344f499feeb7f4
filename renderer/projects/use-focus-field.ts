import { useEffect } from 'react';
import { useDraftStore } from './draft-store';
import { fieldIdsOutwards } from './field-path';

/** Focuses the field that the summary of problems asked for, once its tab and its inspector are there. */
export function useFocusField(projectId: string): void {
  const focus = useDraftStore((state) => state.editing[projectId]?.focus ?? null);
  useEffect(() => {
    if (!focus) return;
    // Two frames: the inspector of another participant is only there after the next one.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const found = fieldIdsOutwards(focus)
          .map((id) => document.getElementById(id))
          .find((element) => element !== null);
        found?.closest('details')?.setAttribute('open', '');
        found?.scrollIntoView({ block: 'center' });
        found?.focus();
        useDraftStore.getState().focusField(projectId, null);
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [focus, projectId]);
}
