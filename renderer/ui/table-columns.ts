import { useMemo } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface ColumnChoice {
  /** Ids of hidden columns, by the table's label. */
  hidden: Record<string, string[]>;
}

const useColumnChoice = create<ColumnChoice>()(
  persist((): ColumnChoice => ({ hidden: {} }), { name: 'fedwright.columns' }),
);

/** The columns that the person hid in one table, remembered. */
export function useHiddenColumns(table: string) {
  const ids = useColumnChoice((s) => s.hidden[table]);
  const hidden = useMemo(() => new Set(ids), [ids]);
  const toggle = (id: string) => {
    const next = hidden.has(id) ? [...hidden].filter((each) => each !== id) : [...hidden, id];
    useColumnChoice.setState((s) => ({ hidden: { ...s.hidden, [table]: next } }));
  };
  return { hidden, toggle };
}
