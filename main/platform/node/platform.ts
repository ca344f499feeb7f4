import type { Platform } from '../ports';
import { type DataChoice, resolvePaths } from './data-directory';
import { assertEngine } from './engine';
import { type KeychainChannel, createKeychainClient } from './keychain-client';
import { forkKeychain } from './keychain-process';
import { createSecrets } from './secrets';
import { appVersion } from './version';

export interface NodeChoice extends DataChoice {
  /** How the keychain helper is started; as a child of Node when not given. */
  openKeychain?: () => KeychainChannel;
}

/**
 * What a process of Node gives the app: no dialogs, no windows; drags are downloads of the page.
 * @throws AppError when the data directory cannot be used, or this Node is too old.
 */
export function createNodePlatform(door: 'browser' | 'cli', choice: NodeChoice): Platform {
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
      updates: false,
    },
    secrets: createSecrets(createKeychainClient(choice.openKeychain ?? forkKeychain)),
    dialogs: null,
    shell: null,
    dragOut: null,
    notify: null,
    relaunch: null,
    updates: null,
    versions: { node: process.versions.node },
  };
}
