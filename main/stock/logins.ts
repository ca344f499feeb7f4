import { asc, eq } from 'drizzle-orm';
import type { RegistryLogin } from '../../preload/contract/registries';
import type { Store } from '../db/open';
import { AppError, notFound } from '../errors';
import type { Redactor } from '../logs/redact';
import type { Secrets } from '../platform/ports';
import { registryLoginRows as rows } from './tables';

export type Logins = ReturnType<typeof createLogins>;

const account = (registry: string) => `registry-password:${registry}`;

/** Host names are the same in any case, and the default registry has several. */
function nameOf(registry: string): string {
  const name = registry.toLowerCase();
  return ['index.docker.io', 'registry-1.docker.io', 'hub.docker.com'].includes(name) ? 'docker.io' : name;
}

/** Logins for registries: one each, with the password in the keychain. */
export function createLogins(parts: { store: Pick<Store, 'db'>; secrets: Secrets; redactor: Redactor }) {
  const { db } = parts.store;
  const find = (registry: string): RegistryLogin | undefined =>
    db.select().from(rows).where(eq(rows.registry, registry)).get();

  return {
    list: (): RegistryLogin[] => db.select().from(rows).orderBy(asc(rows.registry)).all(),
    async save(input: { registry: string; username: string; password: string }): Promise<RegistryLogin> {
      const registry = nameOf(input.registry);
      parts.redactor.register(input.password);
      await parts.secrets.set(account(registry), input.password);
      const login = { registry, username: input.username, updatedAt: Date.now() };
      db.insert(rows).values(login).onConflictDoUpdate({ target: rows.registry, set: login }).run();
      return login;
    },
    async remove(name: string): Promise<{ registry: string }> {
      const registry = nameOf(name);
      if (!find(registry)) throw notFound('This login');
      await parts.secrets.remove(account(registry));
      db.delete(rows).where(eq(rows.registry, registry)).run();
      return { registry };
    },
    /** For a pull. Null: there is none. @throws AppError UNAVAILABLE when the keychain does not have its password */
    async find(name: string): Promise<{ username: string; password: string } | null> {
      const registry = nameOf(name);
      const login = find(registry);
      if (!login) return null;
      const password = await parts.secrets.get(account(registry));
      if (password === null)
        throw new AppError('UNAVAILABLE', `The keychain has no password for ${registry}.`, {
          hint: 'Save the login again, or remove it to pull without one.',
          reason: 'registry-login',
        });
      parts.redactor.register(password);
      return { username: login.username, password };
    },
  };
}
