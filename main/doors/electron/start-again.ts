import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import type { App } from 'electron';

/**
 * The file that a person starts, where the program itself is there only while it runs: an AppImage is mounted, and the
 * portable program of Windows unpacked into the temporary directory. Null for every other package, also when it was
 * started out of another program that is of such a kind and left its name in the environment.
 */
export function startedFile(
  env: NodeJS.ProcessEnv = process.env,
  { execPath = process.execPath, temporary = os.tmpdir() } = {},
): string | null {
  const { APPIMAGE: image, APPDIR: mount, PORTABLE_EXECUTABLE_FILE: portable } = env;
  if (image && mount && isBelow(mount, execPath)) return image;
  return portable && isBelow(temporary, execPath) ? portable : null;
}

const isBelow = (folder: string, file: string): boolean => {
  const way = path.relative(folder, file);
  return way !== '' && !way.startsWith('..') && !path.isAbsolute(way);
};

/**
 * Starts the app once more, right before this process ends. Electron's own way waits in a process of the same program
 * for the end of this one, and with that end the program of an AppImage is gone.
 */
export async function startAgain(app: Pick<App, 'relaunch' | 'releaseSingleInstanceLock'>): Promise<void> {
  const file = startedFile();
  if (file === null) return app.relaunch();
  // The new one would else hand over to this one.
  app.releaseSingleInstanceLock();
  const child = spawn(file, process.argv.slice(1), { detached: true, stdio: 'ignore' });
  // A file that was moved meanwhile cannot be started: then the app ends, and the person starts it.
  await once(child, 'spawn').catch(() => undefined);
  child.unref();
}
