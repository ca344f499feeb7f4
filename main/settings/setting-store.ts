import { eq } from 'drizzle-orm';
import type { Db } from '../db/open';
import { settingRows } from './tables';

/** Settings as rows of keys and JSON values. */
export function createSettingStore(db: Db) {
  /** Null is kept as no row at all: the default. */
  function write(key: string, value: unknown): void {
    if (value === null) db.delete(settingRows).where(eq(settingRows.key, key)).run();
    else
      db.insert(settingRows)
        .values({ key, value })
        .onConflictDoUpdate({ target: settingRows.key, set: { value } })
        .run();
  }
  const read = (key: string): unknown =>
    db.select().from(settingRows).where(eq(settingRows.key, key)).get()?.value;
  let changed = (): void => undefined;
  return {
    write,
    read,
    /** One listener, which is called after each `writeAll`. */
    onChange(listener: () => void): void {
      changed = listener;
    },
    /** All or none: half of a package index is worse than the old one. */
    writeAll(change: Record<string, unknown>): void {
      db.transaction(() => {
        for (const [key, value] of Object.entries(change)) if (value !== undefined) write(key, value);
      });
      changed();
    },
    /** The value, or a text that is made and kept at the first time: the same one for every process. */
    readOr(key: string, make: () => string): string {
      if (read(key) === undefined)
        db.insert(settingRows).values({ key, value: make() }).onConflictDoNothing().run();
      return String(read(key));
    },
    readAll: (): Record<string, unknown> =>
      Object.fromEntries(
        db
          .select()
          .from(settingRows)
          .all()
          .map(({ key, value }) => [key, value]),
      ),
  };
}
