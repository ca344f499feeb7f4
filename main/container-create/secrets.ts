import { asc, eq } from 'drizzle-orm';
import type { Store } from '../db/open';
import { invalid } from '../errors';
import type { Redactor } from '../logs/redact';
import type { Secrets } from '../platform/ports';
import { containerSecretRows } from './tables';

export type ContainerSecrets = ReturnType<typeof createContainerSecrets>;

/** Values for the environment of containers: in the keychain, under names that the store knows. */
export function createContainerSecrets(parts: { store: Store; secrets: Secrets; redactor: Redactor }) {
  const { store, secrets, redactor } = parts;
  const { db } = store;
  const account = (name: string) => `container-secret:${name}`;
  const list = () => db.select().from(containerSecretRows).orderBy(asc(containerSecretRows.name)).all();
  return {
    list,
    has: (name: string): boolean => list().some((each) => each.name === name),
    /** @throws AppError INVALID where there is none by this name; UNAVAILABLE when the keychain is locked */
    async need(name: string): Promise<string> {
      const value = await secrets.get(account(name));
      if (value === null)
        throw invalid(`There is no secret named "${name}".`, 'Enter it, or choose another one.');
      redactor.register(value);
      return value;
    },
    async set(name: string, value: string | null) {
      if (value === null) {
        await secrets.remove(account(name));
        db.delete(containerSecretRows).where(eq(containerSecretRows.name, name)).run();
        return list();
      }
      redactor.register(value);
      await secrets.set(account(name), value);
      const row = { name, updatedAt: Date.now() };
      db.insert(containerSecretRows)
        .values(row)
        .onConflictDoUpdate({ target: containerSecretRows.name, set: row })
        .run();
      return list();
    },
  };
}
