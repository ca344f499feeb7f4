import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { type Settings, type SettingsView, settingsSchema } from '../../preload/contract/settings';
import type { Db } from '../db/open';
import type { Redactor } from '../logs/redact';
import type { Paths, Secrets } from '../platform/ports';
import { settingRows } from './tables';

export type SettingsService = ReturnType<typeof createSettings>;

const defaults: Settings = {
  theme: 'system',
  notifyFinished: true,
  notifyFailed: true,
  packageIndexUrl: null,
  packageIndexUser: null,
  nvflareVersion: '2.8.1',
  checklistDismissed: false,
};

const passwordName = 'package-index-password';

/** What the person chose. Values are rows of the store; the password is in the keychain only. */
export function createSettings(options: { db: Db; paths: Paths; secrets: Secrets; redactor: Redactor }) {
  const { db, paths, secrets } = options;

  const readRow = (key: string): unknown =>
    db.select().from(settingRows).where(eq(settingRows.key, key)).get()?.value;
  /** Null is kept as no row at all: the default. */
  function writeRow(key: string, value: unknown): void {
    if (value === null) db.delete(settingRows).where(eq(settingRows.key, key)).run();
    else
      db.insert(settingRows)
        .values({ key, value })
        .onConflictDoUpdate({ target: settingRows.key, set: { value } })
        .run();
  }

  function current(): Settings {
    const stored = Object.fromEntries(
      db
        .select()
        .from(settingRows)
        .all()
        .map((row) => [row.key, row.value]),
    );
    const known = settingsSchema.partial().safeParse(stored);
    return { ...defaults, ...(known.success ? known.data : {}) };
  }

  async function view(): Promise<SettingsView> {
    const next = readPointer(paths.config);
    return {
      ...current(),
      packageIndexPasswordSet: readRow('packageIndexPasswordSet') === true,
      secretsIn: await secrets.location(),
      dataDirectory: paths.data,
      nextDataDirectory: next === paths.data ? null : next,
    };
  }

  return {
    current,
    view,
    update(change: Partial<Settings>): Promise<SettingsView> {
      // All or none: half of a package index is worse than the old one.
      db.transaction(() => {
        for (const [key, value] of Object.entries(change)) if (value !== undefined) writeRow(key, value);
      });
      return view();
    },
    async setPackageIndexPassword(password: string | null): Promise<SettingsView> {
      if (password === null) await secrets.remove(passwordName);
      else {
        options.redactor.register(password);
        await secrets.set(passwordName, password);
      }
      writeRow('packageIndexPasswordSet', password !== null);
      return view();
    },
    /** For the installer only. */
    async packageIndexPassword(): Promise<string | null> {
      if (readRow('packageIndexPasswordSet') !== true) return null;
      const password = await secrets.get(passwordName);
      if (password) options.redactor.register(password);
      return password;
    },
    configuredPython: (): string | null => {
      const value = readRow('configuredPython');
      return typeof value === 'string' ? value : null;
    },
    setConfiguredPython: (python: string | null): void => writeRow('configuredPython', python),
    /** Used from the next start on; null goes back to the default place. */
    chooseDataDirectory(folder: string | null): Promise<SettingsView> {
      const pointer = path.join(paths.config, 'location.json');
      if (folder === null) rmSync(pointer, { force: true });
      else {
        mkdirSync(paths.config, { recursive: true, mode: 0o700 });
        writeFileSync(pointer, JSON.stringify({ data: folder }), { mode: 0o600 });
      }
      return view();
    },
  };
}

/** The data directory for the next start, when one was chosen. */
function readPointer(config: string): string | null {
  try {
    const content: unknown = JSON.parse(readFileSync(path.join(config, 'location.json'), 'utf8'));
    const data = typeof content === 'object' && content !== null && 'data' in content ? content.data : null;
    return typeof data === 'string' ? data : null;
  } catch {
    return null;
  }
}
