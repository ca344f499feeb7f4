import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface SidebarState {
  collapsed: boolean;
  /** Opened by hand in a window that is too narrow for it to stay open. */
  openInNarrow: boolean;
}

const useSidebarState = create<SidebarState>()(
  persist((): SidebarState => ({ collapsed: false, openInNarrow: false }), {
    name: 'fedwright.sidebar',
    partialize: ({ collapsed }) => ({ collapsed }),
  }),
);

const narrow = window.matchMedia('(max-width: 1023px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** Whether the sidebar shows icons only. It gives way by itself in narrow windows. */
export function useSidebarCollapsed(): boolean {
  const { collapsed, openInNarrow } = useSidebarState();
  const isNarrow = useSyncExternalStore(subscribe, () => narrow.matches);
  return isNarrow ? !openInNarrow : collapsed;
}

/** Collapses or opens the sidebar. */
export function toggleSidebar(): void {
  useSidebarState.setState((s) =>
    narrow.matches ? { openInNarrow: !s.openInNarrow } : { collapsed: !s.collapsed },
  );
}
