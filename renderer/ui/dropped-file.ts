import { create } from 'zustand';

interface DroppedFile {
  name: string | null;
  text: string | null;
  set: (name: string, text: string) => void;
  clear: () => void;
}

/** A file that was dropped on the window, until the page that it is meant for has taken it. */
export const useDroppedFile = create<DroppedFile>((set) => ({
  name: null,
  text: null,
  set: (name, text) => set({ name, text }),
  clear: () => set({ name: null, text: null }),
}));
