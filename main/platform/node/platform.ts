import type { Platform } from '../ports';
import { type DataChoice, resolvePaths } from './data-directory';
import { assertEngine } from './engine';
import { createKeychainClient } from './keychain-client';
import { forkKeychain } from './keychain-process';
import { createSecrets } from './secrets';
import { appVersion } from './version';

/**
 * What a process of Node gives the app: no dialogs, no windows; drags are downloads of the page.
 * @throws AppError when the data directory cannot be used, or this Node is too old.
 */
export function createNodePlatform(door: 'browser' | 'cli', choice: DataChoice): Platform {
  assertEngine();
  return {
    door,
    version: appVersion(),
    paths: resolvePaths(choice),
    capabilities: {
      nativeDialogs: false,
      dragOut: 'download',
      notifications: false,
      openPath: false,
      relaunch: false,
    },
    secrets: createSecrets(createKeychainClient(forkKeychain)),
    dialogs: null,
    shell: null,
    dragOut: null,
    notify: null,
    relaunch: null,
    versions: { node: process.versions.node },
  };
}
