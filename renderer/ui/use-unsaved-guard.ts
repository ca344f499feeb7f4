import { useBlocker } from '@tanstack/react-router';
import { confirm } from './confirm';

/** Asks before unsaved changes are left behind: by route, by closing the window, by reloading. */
export function useUnsavedGuard(dirty: boolean): void {
  useBlocker({
    disabled: !dirty,
    enableBeforeUnload: () => dirty,
    // Only another page loses the draft; tabs and panels of the same one are search parameters.
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname) return false;
      const leave = await confirm({
        title: 'Leave without saving?',
        text: 'The changes on this page are not saved. Leaving discards them.',
        confirmLabel: 'Discard changes',
        cancelLabel: 'Stay',
        danger: true,
      });
      return !leave;
    },
  });
}
