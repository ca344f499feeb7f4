import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { FontChoice } from './fonts';

interface Preferences {
  /** Lines that are kept above what is shown, in each pane. */
  scrollback: number;
  /** In pixels. */
  fontSize: number;
  font: FontChoice;
  /** Also gives the text to screen readers, which costs speed. */
  screenReader: boolean;
  /** Whether the GPU draws: where there is one (`auto`), even where the processor does its work, or not at all. */
  gpu: (typeof gpuChoices)[number];
}

export const gpuChoices = ['auto', 'always', 'never'] as const;

export const scrollbacks = [1000, 5000, 20_000, 100_000] as const;
export const fontSizes = [11, 12, 13, 15, 18] as const;

/** How this page shows terminals; of this window alone. */
export const usePreferences = create<Preferences>()(
  persist(
    (): Preferences => ({
      ...{ scrollback: 5000, fontSize: 13, font: { kind: 'bundled' }, screenReader: false, gpu: 'auto' },
    }),
    { name: 'fedwright.terminals' },
  ),
);
