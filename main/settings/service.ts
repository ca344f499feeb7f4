import { type Settings, type SettingsView, settingsSchema } from '../../preload/contract/settings';
import type { Db } from '../db/open';
import type { Redactor } from '../logs/redact';
import type { Paths, Secrets } from '../platform/ports';
import { readNextDataDirectory, writeNextDataDirectory } from './data-location';
import { createSettingStore } from './setting-store';

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
  const { paths, secrets, redactor } = options;
  const rows = createSettingStore(options.db);
  const noted = () => rows.read('packageIndexPasswordSet') === true;

  function current(): Settings {
    const known = settingsSchema.partial().safeParse(rows.readAll());
    return { ...defaults, ...(known.success ? known.data : {}) };
  }

  async function view(): Promise<SettingsView> {
    const next = readNextDataDirectory(paths.config);
    const secretsIn = await secrets.location();
    return {
      ...current(),
      // What was kept in the memory of another run is gone, whatever the note says.
      packageIndexPasswordSet: noted() && (secretsIn === 'os' || (await secrets.get(passwordName)) !== null),
      secretsIn,
      dataDirectory: paths.data,
      nextDataDirectory: next === paths.data ? null : next,
    };
  }

  return {
    current,
    view,
    update(change: Partial<Settings>): Promise<SettingsView> {
      rows.writeAll(change);
      return view();
    },
    async setPackageIndexPassword(password: string | null): Promise<SettingsView> {
      if (password === null) await secrets.remove(passwordName);
      else {
        redactor.register(password);
        await secrets.set(passwordName, password);
      }
      rows.write('packageIndexPasswordSet', password === null ? null : true);
      return view();
    },
    /** For the installer only. @throws AppError UNAVAILABLE when the keychain is locked. */
    async packageIndexPassword(): Promise<string | null> {
      if (!noted()) return null;
      const password = await secrets.get(passwordName);
      if (password) redactor.register(password);
      return password;
    },
    configuredPython(): string | null {
      const value = rows.read('configuredPython');
      return typeof value === 'string' ? value : null;
    },
    setConfiguredPython: (python: string | null): void => rows.write('configuredPython', python),
    /** Used from the next start on; null goes back to the default place. */
    chooseDataDirectory(folder: string | null): Promise<SettingsView> {
      writeNextDataDirectory(paths.config, folder);
      return view();
    },
  };
}
