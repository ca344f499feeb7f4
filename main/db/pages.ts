import type { Store } from './open';

/** Which part of a list; all of it without a limit. */
export interface Paging {
  offset: number;
  limit: number | null;
}

/**
 * Reads a long list once for all of its pages. From its first page on the whole of it is kept, until the last page
 * was asked for, another list is, or somebody has changed the store.
 * @param rowsOf the rows that the pages are cut from, of what `read` answers
 */
export function createPages<Filter, Whole>(
  { revision }: Pick<Store, 'revision'>,
  read: (filter: Filter) => Whole,
  rowsOf: (whole: Whole) => readonly unknown[],
) {
  let kept: { key: string; revision: number; whole: Whole } | null = null;
  /** The list that this page is cut from. */
  return (filter: Filter, { offset, limit }: Paging): Whole => {
    const key = JSON.stringify(filter);
    const now = revision();
    const known = offset > 0 && kept?.key === key && kept.revision === now ? kept : null;
    const whole = known ? known.whole : read(filter);
    const more = limit !== null && offset + limit <= rowsOf(whole).length;
    kept = more ? { key, revision: now, whole } : null;
    return whole;
  };
}

/** The rows of one page. */
export const cutPage = <T>(rows: T[], { offset, limit }: Paging): T[] =>
  rows.slice(offset, limit === null ? undefined : offset + limit);
