import { create } from 'zustand';

interface FramePanels {
  palette: boolean;
  shortcuts: boolean;
  setPalette: (open: boolean) => void;
  setShortcuts: (open: boolean) => void;
  openPalette: () => void;
  openShortcuts: () => void;
}

/** Which of the frame's own dialogs is open. */
export const useFramePanels = create<FramePanels>((set) => ({
  palette: false,
  shortcuts: false,
  setPalette: (palette) => set({ palette }),
  setShortcuts: (shortcuts) => set({ shortcuts }),
  openPalette: () => set({ palette: true, shortcuts: false }),
  openShortcuts: () => set({ shortcuts: true, palette: false }),
}));
