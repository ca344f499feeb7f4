import { kitsPerPage } from '../../preload/contract/kits';

/** Asks for a long list page by page. What changes meanwhile is asked for again as all else is. */
export async function readPages<T>(
  read: (page: { offset: number; limit: number }) => Promise<T[]>,
): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = await read({ offset: rows.length, limit: kitsPerPage });
    rows.push(...page);
    if (page.length < kitsPerPage) return rows;
  }
}
