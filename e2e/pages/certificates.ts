import path from 'node:path';
import Database from 'better-sqlite3';

/** Lets time pass for the certificate of one participant. */
export function moveEnd(data: string, participant: string, notAfter: number): void {
  const database = new Database(path.join(data, 'fedwright.db'));
  database.prepare('update kits set not_after = ? where participant = ?').run(notAfter, participant);
  database.close();
}
