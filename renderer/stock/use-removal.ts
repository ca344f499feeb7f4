import { confirm } from '../ui/confirm';
import { useForEach } from './for-each';
import { countOf, listNames } from './words';

/** Removes chosen volumes or networks after a question that names what goes with them. */
export function useRemoval<T extends { hostId: string; name: string }>(parts: {
  noun: string;
  /** What is lost. */
  lost: string;
  remove: (row: T) => Promise<unknown>;
}) {
  const count = (n: number) => countOf(n, parts.noun);
  const { busy, run } = useForEach<T>(({ name }) => name, count);
  return {
    busy,
    async remove(rows: T[]): Promise<void> {
      const yes = await confirm({
        title: `Remove ${count(rows.length)}?`,
        text: `${listNames(rows.map(({ name }) => name))}: ${parts.lost}`,
        ...{ confirmLabel: 'Remove', danger: true },
      });
      if (yes) await run(rows, 'Removed', parts.remove);
    },
  };
}
