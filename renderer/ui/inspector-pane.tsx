import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

const narrowest = 360;
const widest = 480;
const step = 16;

interface InspectorState {
  /** Pixels. */
  width: number;
  setWidth: (width: number) => void;
}

const useInspector = create<InspectorState>()(
  persist(
    (set) => ({
      width: narrowest + 40,
      setWidth: (width) => set({ width: Math.round(Math.min(widest, Math.max(narrowest, width))) }),
    }),
    { name: 'fedwright.inspector' },
  ),
);

/** The panel on the right; beside the list where there is room, over it where there is not. */
export function InspectorPane({ children }: { children: ReactNode }) {
  const width = useInspector((s) => s.width);
  return (
    <aside
      aria-label="Inspector"
      data-region
      tabIndex={-1}
      style={{ width: `min(${width}px, 100%)` }}
      className="relative flex shrink-0 flex-col border-l border-line bg-surface animate-appear @max-[46rem]:absolute @max-[46rem]:inset-y-0 @max-[46rem]:right-0 @max-[46rem]:z-10 @max-[46rem]:shadow-float"
    >
      <Handle />
      <div className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto">{children}</div>
    </aside>
  );
}

function Handle() {
  const { width, setWidth } = useInspector();
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const pane = event.currentTarget.parentElement;
    if (pane) setWidth(pane.getBoundingClientRect().right - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') setWidth(width + step);
    else if (event.key === 'ArrowRight') setWidth(width - step);
    else return;
    event.preventDefault();
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the inspector"
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={width}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize hover:bg-accent/25 focus-visible:bg-accent/25 focus-visible:outline-none"
    />
  );
}
