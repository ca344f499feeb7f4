import type { AppUpdater } from 'electron-updater';

/** An installer that does not start must not leave an app behind that has closed everything. */
const patienceMs = 15_000;
/** Squirrel fetches the update from this very process, unpacks it and checks its signature before it can install. */
const macPatienceMs = 10 * 60_000;

/** Nothing is fetched or installed unasked, and what was quit stays quit. */
export function restrain(updater: AppUpdater): void {
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  // On macOS the call that installs takes no word of it.
  updater.autoRunAppAfterInstall = false;
  updater.logger = null;
}

/**
 * Starts the installer of an update that was downloaded, which ends the app by itself once it has what it needs.
 * @param exit ends the app when the installer does not: at its first failure, or after a while
 */
export function installAndEnd(
  updater: Pick<AppUpdater, 'on' | 'quitAndInstall'>,
  exit: () => void,
  platform: NodeJS.Platform = process.platform,
): void {
  updater.on('error', exit);
  setTimeout(exit, platform === 'darwin' ? macPatienceMs : patienceMs);
  updater.quitAndInstall(true, false);
}
