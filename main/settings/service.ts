import { randomUUID } from 'node:crypto';
import { type Settings, type SettingsView, settingsSchema } from '../../preload/contract/settings';
import type { Db } from '../db/open';
import { invalid } from '../errors';
import type { Redactor } from '../logs/redact';
import type { Paths, Secrets } from '../platform/ports';
import { readNextDataDirectory, writeNextDataDirectory } from './data-location';
import { createSettingStore } from './setting-store';

export type SettingsService = ReturnType<typeof createSettings>;

const defaults: Settings = {
  theme: 'system',
  notifyFinished: true,
  notifyFailed: true,
  notifyExpiry: true,
  packageIndexUrl: null,
  packageIndexUser: null,
  pythonMirrorUrl: null,
  nvflareVersion: '2.8.1',
  checkUpdates: false,
  checklistDismissed: false,
  keepTaskDays: 90,
  keepTaskLogMb: 250,
  cleanKeepRuns: 3,
  cleanLogDays: 30,
};

/** In the keychain, which data directories share, with the id of this one behind it. */
const passwordName = 'package-index-password';

/** What the person chose. Values are rows of the store; the password is in the keychain only. */
export function createSettings(options: { db: Db; paths: Paths; secrets: Secrets; redactor: Redactor }) {
  const { paths, secrets, redactor } = options;
  const rows = createSettingStore(options.db);
  const noted = () => rows.read('packageIndexPasswordSet') === true;
  const password = createPasswordPlace(rows, secrets);

  function current(): Settings {
    // One by one: a value that another version wrote must not take the others back to their defaults.
    const known = Object.entries(rows.readAll()).filter(
      ([key, value]) => settingsSchema.partial().safeParse({ [key]: value }).success,
    );
    return { ...defaults, ...settingsSchema.partial().parse(Object.fromEntries(known)) };
  }

  /** A password is for the index it was given for: another one must never be sent it. */
  async function forgetPasswordFor(next: string | null | undefined): Promise<void> {
    const { packageIndexUrl: before } = current();
    // Without an address it was given for the one that comes next; it went with the one before, if there was one.
    if (next === undefined || before === null || !noted()) return;
    if (originOf(next) === originOf(before)) return;
    await password.remove();
    rows.write('packageIndexPasswordSet', null);
  }

  async function view(): Promise<SettingsView> {
    const next = readNextDataDirectory(paths.config);
    const secretsIn = await secrets.location();
    return {
      ...current(),
      // What was kept in the memory of another run is gone, whatever the note says.
      packageIndexPasswordSet: noted() && (secretsIn === 'os' || (await password.get()) !== null),
      secretsIn,
      dataDirectory: paths.data,
      nextDataDirectory: next === paths.data ? null : next,
    };
  }

  return {
    current,
    view,
    /** @throws AppError INVALID for an index with credentials in its address, which would be stored in clear. */
    async update(change: Partial<Settings>): Promise<SettingsView> {
      assertBare(change.packageIndexUrl);
      assertBareMirror(change.pythonMirrorUrl);
      await forgetPasswordFor(change.packageIndexUrl);
      rows.writeAll(change);
      return view();
    },
    /** Calls one listener after each `update` of this process. */
    onChange: rows.onChange,
    async setPackageIndexPassword(value: string | null): Promise<SettingsView> {
      if (value === null) await password.remove();
      else {
        redactor.register(value);
        await password.set(value);
      }
      rows.write('packageIndexPasswordSet', value === null ? null : true);
      return view();
    },
    /** For the installer only. @throws AppError UNAVAILABLE when the keychain is locked. */
    async packageIndexPassword(): Promise<string | null> {
      if (!noted()) return null;
      const value = await password.get();
      if (value) redactor.register(value);
      return value;
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

/** Where the password is: under a name of this data directory's own. */
function createPasswordPlace(rows: ReturnType<typeof createSettingStore>, secrets: Secrets) {
  const account = () => `${passwordName}:${rows.readOr('dataDirectoryId', randomUUID)}`;
  return {
    get: () => secrets.get(account()),
    set: (value: string) => secrets.set(account(), value),
    remove: () => secrets.remove(account()),
  };
}

const originOf = (address: string | null): string | null =>
  address === null ? null : new URL(address).origin;

function assertBare(address: string | null | undefined): void {
  if (!address) return;
  const { username, password } = new URL(address);
  if (username || password)
    throw invalid(
      'The address of the package index has a user or password in it.',
      'Take them out of the address and fill in their own fields: the password is then kept in the keychain.',
    );
}

function assertBareMirror(address: string | null | undefined): void {
  if (!address) return;
  const { username, password } = new URL(address);
  if (username || password)
    throw invalid(
      'The address of the mirror for Python has a user or password in it.',
      'Take them out: a mirror has to answer without.',
    );
}
