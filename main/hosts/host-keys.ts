import { createHash } from 'node:crypto';
import { and, eq, ne } from 'drizzle-orm';
import type { HostKey } from '../../preload/contract/hosts';
import type { Store } from '../db/open';
import type { KeyPlace } from './key-place';
import { hostKeyRows } from './tables';

/** What a server presented: the blob of `known_hosts`. */
export interface PresentedKey extends HostKey {
  key: string;
}

export type PinnedKey = typeof hostKeyRows.$inferSelect;
export type HostKeys = ReturnType<typeof createHostKeys>;

/** Reads a public key as it goes over the wire: a length, the type's name, the rest (RFC 4253, 6.6). */
export function readHostKey(blob: Buffer): PresentedKey {
  const length = blob.readUInt32BE(0);
  return {
    type: blob.subarray(4, 4 + length).toString('ascii'),
    key: blob.toString('base64'),
    fingerprint256: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
  };
}

/** The pinned keys, one for each place. */
export function createHostKeys({ db }: Pick<Store, 'db'>) {
  const at = ({ address, port, via }: KeyPlace) =>
    and(eq(hostKeyRows.address, address), eq(hostKeyRows.port, port), eq(hostKeyRows.via, via));
  return {
    find: (where: KeyPlace): PinnedKey | undefined => db.select().from(hostKeyRows).where(at(where)).get(),
    /** At the same address, on other ways. */
    elsewhere: ({ address, port, via }: KeyPlace): PinnedKey[] =>
      db
        .select()
        .from(hostKeyRows)
        .where(and(eq(hostKeyRows.address, address), eq(hostKeyRows.port, port), ne(hostKeyRows.via, via)))
        .all(),
    /** Whatever was pinned there before gives way. */
    pin(where: KeyPlace, presented: PresentedKey, by: string): void {
      const values = { ...presented, pinnedAt: Date.now(), pinnedBy: by };
      db.insert(hostKeyRows)
        .values({ ...where, ...values })
        .onConflictDoUpdate({ target: [hostKeyRows.address, hostKeyRows.port, hostKeyRows.via], set: values })
        .run();
    },
    list: (): PinnedKey[] => db.select().from(hostKeyRows).all(),
  };
}
