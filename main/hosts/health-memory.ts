import type { HostHealth } from '../../preload/contract/hosts';
import type { HealthLook } from './health';
import type { HostRow, HostStore } from './host-store';

/** What seldom changes is looked at anew after this time, while a page shows the figures. */
const wholeMs = 10 * 60_000;
/** An engine tells little that changes, and is asked for all of it each time. */
const engineMs = 60_000;

/** How hosts are, and were when they were looked at last. */
export function createHealthMemory(parts: {
  store: Pick<HostStore, 'need' | 'list'>;
  look: HealthLook;
  /** Whether it can be asked without a connection being opened. */
  isOpen: (row: HostRow) => boolean;
}) {
  const { store } = parts;
  // With the settings of then: whoever changed them since, it may be another machine by now.
  const last = new Map<string, { health: HostHealth; updatedAt: number }>();
  const knownOf = ({ id, updatedAt }: HostRow): HostHealth | null => {
    const found = last.get(id);
    return found?.updatedAt === updatedAt ? found.health : null;
  };
  const keep = ({ id, updatedAt }: HostRow, health: HostHealth): HostHealth => {
    last.set(id, { health, updatedAt });
    return health;
  };
  /** When a whole look that nobody had asked for failed. */
  const failedAt = new Map<string, number>();
  const look = async (hostId: string, signal?: AbortSignal): Promise<HostHealth> => {
    const row = store.need(hostId);
    return keep(row, await parts.look.whole(hostId, signal));
  };

  return {
    /** A whole look. @throws AppError why it cannot be had; the signal's reason when it aborts */
    look,
    /** New figures over what is known, where that can be had without opening a connection; else null. */
    async live(hostId: string, signal?: AbortSignal): Promise<HostHealth | null> {
      const row = store.need(hostId);
      if (!parts.isOpen(row)) return null;
      const known = knownOf(row);
      const age = known ? Date.now() - known.at : Infinity;
      if (!known) return look(hostId, signal);
      if (age > wholeMs && Date.now() - (failedAt.get(hostId) ?? 0) > wholeMs) {
        try {
          return await look(hostId, signal);
        } catch (error) {
          if (signal?.aborted) throw error;
          // The figures may be had all the same, and for the rest someone can ask.
          failedAt.set(hostId, Date.now());
        }
      }
      if (row.kind === 'docker-tls') return age > engineMs ? look(hostId, signal) : known;
      const figures = await parts.look.figuresIfOpen(hostId, signal);
      if (!figures) return parts.isOpen(row) ? known : null;
      // A whole look may have ended meanwhile.
      return keep(row, { ...(knownOf(row) ?? known), ...figures, figuresAt: Date.now() });
    },
    known: (hostId: string): HostHealth | null => knownOf(store.need(hostId)),
    allKnown: (): { hostId: string; health: HostHealth }[] =>
      store.list().flatMap((row) => {
        const health = knownOf(row);
        return health ? [{ hostId: row.id, health }] : [];
      }),
    forget(hostId: string): void {
      last.delete(hostId);
      failedAt.delete(hostId);
    },
  };
}
