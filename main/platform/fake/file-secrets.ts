import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Secrets, SecretsState } from '../ports';

/** A keychain that several processes share and that outlives them, as a file. Can be locked. For tests. */
export function createFileSecrets(file: string): Secrets & { state: SecretsState } {
  const read = (): Record<string, string> =>
    existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const write = (values: Record<string, string>) => {
    writeFileSync(`${file}.part`, JSON.stringify(values), { mode: 0o600 });
    renameSync(`${file}.part`, file);
  };
  const secrets: Secrets & { state: SecretsState } = {
    state: 'ok',
    probe: async () => ({ state: secrets.state, message: `It is ${secrets.state}.`, hint: 'Unlock it.' }),
    location: async () => (secrets.state === 'absent' ? 'memory' : 'os'),
    // A locked keychain of the system answers a search with nothing, too.
    get: async (name) => (secrets.state === 'ok' ? (read()[name] ?? null) : null),
    set: async (name, value) => {
      if (secrets.state === 'ok') write({ ...read(), [name]: value });
    },
    remove: async (name) => {
      const { [name]: _gone, ...rest } = read();
      if (secrets.state === 'ok') write(rest);
    },
  };
  return secrets;
}
