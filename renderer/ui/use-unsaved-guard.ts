import { useBlocker } from '@tanstack/react-router';
import { confirm } from './confirm';

/**
 * Asks before unsaved changes are left behind: by route, by closing the window, by reloading. `shown` is the search
 * parameter that says which of several things the page shows, for a draft that goes with it.
 */
export function useUnsavedGuard(dirty: boolean, shown?: string): void {
  useBlocker({
    disabled: !dirty,
    enableBeforeUnload: () => dirty,
    shouldBlockFn: async ({ current, next }) => {
      // Only another page loses the draft; tabs and panels of the same one are search parameters.
      if (current.pathname === next.pathname && of(current.search, shown) === of(next.search, shown))
        return false;
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

const of = (search: object, shown: string | undefined): unknown =>
  shown === undefined ? undefined : Reflect.get(search, shown);
