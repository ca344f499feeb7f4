import { randomUUID } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import { type HostSettings, isMoreThanAddress } from '../../preload/contract/hosts';
import type { Store } from '../db/open';
import { conflict, invalid, notFound } from '../errors';
import { hostRows } from './tables';

/** What is kept of the files that were chosen. */
export type HostFileColumns = Pick<HostRow, 'keyFile' | 'tlsCa' | 'tlsCert' | 'tlsKeyRef'>;

export type HostRow = typeof hostRows.$inferSelect;
export type HostStore = ReturnType<typeof createHostStore>;

/** The hosts that are known. */
export function createHostStore({ db }: Pick<Store, 'db'>) {
  const find = (id: string): HostRow | undefined =>
    db.select().from(hostRows).where(eq(hostRows.id, id)).get();

  function need(id: string): HostRow {
    const row = find(id);
    if (!row) throw notFound('This host');
    return row;
  }

  const { assertFree, assertWay, assertNoneThrough } = createRules({ db, need });
  const change = <T>(work: () => T): T => db.transaction(work, { behavior: 'immediate' });
  const set = (id: string, values: Partial<HostRow>) =>
    db.update(hostRows).set(values).where(eq(hostRows.id, id)).run();

  return {
    need,
    list: (): HostRow[] => db.select().from(hostRows).orderBy(asc(hostRows.name)).all(),
    /** @throws AppError CONFLICT when the name is taken, INVALID when something does not fit together. */
    insert: (settings: HostSettings, files: HostFileColumns): HostRow =>
      change(() => {
        assertFree(settings.name);
        assertWay(settings.jumpHostId);
        const now = Date.now();
        const id = randomUUID();
        const more = { ...files, hasPassword: false, hasPassphrase: false, createdAt: now, updatedAt: now };
        db.insert(hostRows)
          .values({ id, ...fitting(settings), ...more })
          .run();
        return need(id);
      }),
    /** @throws AppError NOT_FOUND, CONFLICT, INVALID as for a new one. */
    update: (id: string, settings: HostSettings, files: HostFileColumns): HostRow =>
      change(() => {
        need(id);
        assertFree(settings.name, id);
        assertWay(settings.jumpHostId, id);
        if (settings.kind !== 'ssh') assertNoneThrough(id);
        set(id, {
          ...fitting(settings),
          ...files,
          updatedAt: Date.now(),
        });
        return need(id);
      }),
    noteSecret: (id: string, kind: 'password' | 'passphrase', there: boolean): void =>
      void set(id, kind === 'password' ? { hasPassword: there } : { hasPassphrase: there }),
    /** @throws AppError NOT_FOUND, CONFLICT while others go through it. */
    remove: (id: string): HostRow =>
      change(() => {
        const row = need(id);
        assertNoneThrough(id);
        db.delete(hostRows).where(eq(hostRows.id, id)).run();
        return row;
      }),
  };
}

/** What must hold between hosts. */
function createRules({ db, need }: Pick<Store, 'db'> & { need: (id: string) => HostRow }) {
  function assertFree(name: string, except?: string): void {
    const taken = db
      .select()
      .from(hostRows)
      .where(sql`lower(${hostRows.name}) = lower(${name})`)
      .get();
    if (taken && taken.id !== except)
      throw conflict(`There is already a host named "${taken.name}".`, 'Choose another name.');
  }

  /** @throws AppError INVALID when the way to a host would lead through itself. */
  function assertWay(jumpHostId: string | null, ownId?: string): void {
    let next = jumpHostId;
    while (next !== null) {
      if (next === ownId)
        throw invalid('A host cannot be reached through itself.', 'Choose another host to go through.');
      const hop = need(next);
      if (hop.kind !== 'ssh') throw invalid(`"${hop.name}" is not reached by SSH.`, 'Choose another host.');
      next = hop.jumpHostId;
    }
  }

  /** @throws AppError CONFLICT */
  function assertNoneThrough(id: string): void {
    const through = db.select().from(hostRows).where(eq(hostRows.jumpHostId, id)).all();
    const names = through.map(({ name }) => `"${name}"`).join(', ');
    if (names) throw conflict(`Through this host others are reached: ${names}.`, 'Change their way first.');
  }

  return { assertFree, assertWay, assertNoneThrough };
}

/** @throws AppError INVALID */
function fitting(settings: HostSettings): HostSettings {
  if (settings.kind === 'local')
    return { ...settings, address: '', username: '', port: 22, auth: 'agent', jumpHostId: null, tlsName: '' };
  if (settings.address === '')
    throw invalid('The address of the host is missing.', 'Enter its host name or IP address.');
  if (isMoreThanAddress(settings.address))
    throw invalid(
      `"${settings.address}" is not an address alone.`,
      'Leave out the brackets, and give the port as "port".',
    );
  if (settings.kind === 'docker-tls') return { ...settings, username: '', auth: 'agent', jumpHostId: null };
  if (settings.username === '') throw invalid('The user name is missing.', 'Enter the name to log in with.');
  return { ...settings, tlsName: '' };
}
