import { app } from 'electron';
import type { Paths, Platform, UpdateFeed } from '../ports';
import { createKeychainClient } from '../node/keychain-client';
import { createSecrets } from '../node/secrets';
import { appVersion } from '../node/version';
import { appId } from './app-id';
import { nativeDialogs } from './dialogs';
import { openKeychainProcess } from './keychain-process';
import { nativeNotify } from './notify';
import { nativeShell } from './shell';

/** What the installed app gives: everything. Each window brings its own drag-out with its calls. */
export function createElectronPlatform(
  paths: Paths,
  relaunch: () => void,
  updates: UpdateFeed | null,
): { platform: Platform; dispose: () => void } {
  if (process.platform === 'win32' && app.isPackaged) app.setAppUserModelId(appId);
  const keychain = createKeychainClient(openKeychainProcess);
  const platform: Platform = {
    door: 'window',
    version: appVersion(),
    paths,
    capabilities: {
      nativeDialogs: true,
      dragOut: 'native',
      notifications: true,
      openPath: true,
      relaunch: true,
      updates: updates !== null,
    },
    secrets: createSecrets(keychain),
    dialogs: nativeDialogs,
    shell: nativeShell,
    dragOut: null,
    notify: nativeNotify,
    relaunch,
    updates,
    versions: {
      node: process.versions.node,
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      os: `${process.platform} ${process.getSystemVersion()} ${process.arch}`,
      packaged: String(app.isPackaged),
    },
  };
  return { platform, dispose: keychain.dispose };
}
