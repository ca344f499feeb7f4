import type { HostKey, KeyLook } from '../../preload/contract/hosts';
import { AppError, conflict, invalid } from '../errors';
import { type HostConnections, needSsh } from './host-connections';
import type { HostKeys, PresentedKey } from './host-keys';
import type { HostRow, HostStore } from './host-store';
import { placeOf } from './key-place';
import { openSsh } from './ssh-open';

/** Looking at the keys of servers, and deciding which to trust. */
export function createKeyTrust({
  store,
  keys,
  connections,
}: {
  store: HostStore;
  keys: HostKeys;
  connections: Pick<HostConnections, 'through'>;
}) {
  const pinnedFor = (row: HostRow) => keys.find(placeOf(row, store.need));

  /** The key that the server presents now. Nothing is logged in to, and nothing is kept. */
  async function present(row: HostRow, signal?: AbortSignal): Promise<PresentedKey> {
    let presented: PresentedKey | null = null;
    const refuse = (key: PresentedKey) => {
      presented = key;
      return new AppError('CANCELLED', 'Only the key was asked for.', { hint: '' });
    };
    const open = { target: row, login: null, refuse, prefer: pinnedFor(row)?.type };
    try {
      (await connections.through(row, { signal }, (sock) => openSsh({ ...open, sock, signal }))).end();
    } catch (error) {
      if (presented === null) throw error;
    }
    if (presented === null) throw invalid('The server presented no key.', 'Check that sshd runs there.');
    return presented;
  }

  function compare(row: HostRow, presented: PresentedKey): KeyLook {
    const pinned = pinnedFor(row);
    const others = pinned ? [] : keys.elsewhere(placeOf(row, store.need));
    return {
      state: !pinned ? 'new' : pinned.key === presented.key ? 'known' : 'changed',
      presented: publicPart(presented),
      pinned: pinned ? { ...publicPart(pinned), pinnedAt: pinned.pinnedAt, pinnedBy: pinned.pinnedBy } : null,
      elsewhere: others.map((each) => ({
        ...publicPart(each),
        ...{ via: each.via, same: each.key === presented.key },
      })),
    };
  }

  return {
    /** @throws AppError why it cannot be reached; the signal's reason when it aborts. */
    async look(hostId: string, signal?: AbortSignal): Promise<KeyLook> {
      const row = needSsh(store.need(hostId));
      return compare(row, await present(row, signal));
    },
    /** @throws AppError CONFLICT when the server presents another key, or another one is pinned. */
    async trust(
      hostId: string,
      seen: { fingerprint256: string; replace: boolean; by: string },
      signal?: AbortSignal,
    ) {
      const row = needSsh(store.need(hostId));
      const presented = await present(row, signal);
      if (presented.fingerprint256 !== seen.fingerprint256)
        throw conflict('The server presents another key now.', 'Look at its key again before you trust it.');
      if (compare(row, presented).state === 'changed' && !seen.replace)
        throw conflict('Another key is pinned for this server.', 'Replace it on purpose, once you know why.');
      keys.pin(placeOf(row, store.need), presented, seen.by);
      return compare(row, presented);
    },
  };
}

const publicPart = ({ type, fingerprint256 }: HostKey): HostKey => ({ type, fingerprint256 });
