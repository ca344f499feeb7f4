import { existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { UpdateFeed } from '../ports';
import { installAndEnd, restrain } from './install-update';

export interface NativeUpdates {
  feed: UpdateFeed | null;
  /** Starts the installer that the person agreed to, which ends the app; false when there is none. */
  installNow(): boolean;
}

/**
 * The feed that the packages name in `app-update.yml`; none without that file. The updater compares sums and,
 * where a package is signed, the signature; nothing of that is turned off here.
 */
export function createNativeUpdates(): NativeUpdates {
  let agreed = false;
  let updater: AppUpdater | null = null;
  /** Loaded at the first use: most starts never need it. */
  const load = async (): Promise<AppUpdater> => (updater ??= await loadUpdater());
  const configured = app.isPackaged && existsSync(path.join(process.resourcesPath, 'app-update.yml'));
  if (!configured) return { feed: null, installNow: () => false };
  return {
    feed: {
      async check() {
        const found = await (await load()).checkForUpdates();
        // Null: this kind of package cannot replace itself, such as an unpacked archive.
        if (!found) throw new Error('This kind of package cannot update itself.');
        return found.isUpdateAvailable ? found.updateInfo.version : null;
      },
      async download(onProgress) {
        const loaded = await load();
        const tell = ({ percent }: { percent: number }) => onProgress(percent / 100);
        loaded.on('download-progress', tell);
        await loaded.downloadUpdate().finally(() => loaded.off('download-progress', tell));
      },
      installAtQuit: (yes) => void (agreed = yes),
    },
    installNow() {
      if (!agreed || !updater) return false;
      installAndEnd(updater, () => app.exit(0));
      return true;
    },
  };
}

async function loadUpdater(): Promise<AppUpdater> {
  const { default: electronUpdater } = await import('electron-updater');
  const { autoUpdater } = electronUpdater;
  restrain(autoUpdater);
  return autoUpdater;
}
