import path from 'node:path';
import { app } from 'electron';
import { createDoor } from './doors/electron/door';
import { failToStart } from './doors/electron/failure';
import { type Opening, createOpening } from './doors/electron/opening';
import { registerPageScheme } from './doors/electron/page';
import { readCommand, readRequests, routeOfLink } from './doors/electron/requests';
import { readDataArgument } from './platform/node/arguments';
import { forbidCoreDumps } from './platform/node/core-dumps';
import { resolvePaths } from './platform/node/data-directory';
import type { Paths } from './platform/ports';

// The window, or one command. What must happen before Electron is ready happens here; the rest waits for it
// with `then`, because Electron is not ready before this module has been evaluated. The app itself is loaded when its
// window is on its way, and a command line before Electron is ready.

forbidCoreDumps();
const command = readCommand(process.argv, app.isPackaged);
if (command) {
  const { runCommandLine } = await import('./doors/electron/command-line');
  runCommandLine(command).catch(endCommand);
} else openApp();

function endCommand(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  app.exit(5);
}

function openApp(): void {
  registerPageScheme();
  const opening = createOpening();
  opening.ask(readRequests(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd()));
  // macOS asks by events, and the first ones come before `ready`.
  app.on('open-file', (event, file) => {
    event.preventDefault();
    opening.ask([{ kind: 'file', file }]);
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    const route = routeOfLink(link);
    if (route) opening.ask([{ kind: 'route', route }]);
  });
  app.on('second-instance', (_event, argv, cwd) => opening.ask(readRequests(argv.slice(1), cwd)));
  try {
    const paths = begin();
    if (paths)
      app
        .whenReady()
        .then(() => launch(paths, opening))
        .catch(failToStart);
    else app.exit(0);
  } catch (error) {
    void failToStart(error);
  }
}

/** The page starts in a process of its own, and meanwhile the app in this one. */
async function launch(paths: Paths, opening: Opening): Promise<void> {
  const door = createDoor(paths);
  const first = door.open();
  await door.firstFiles;
  const { start } = await import('./doors/electron/start');
  await start(paths, { opening, door, first });
}

function begin(): Paths | null {
  const paths = resolvePaths({ argument: readDataArgument(process.argv) });
  // Chromium's own files, and with them the lock of the single instance, belong to the data directory: two
  // of these may be open at once, one of them not twice.
  app.setPath('userData', path.join(paths.data, 'chromium'));
  return app.requestSingleInstanceLock() ? paths : null;
}
