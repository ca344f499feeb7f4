import path from 'node:path';
import { app } from 'electron';
import { failToStart } from './hosts/electron/failure';
import { registerPageScheme } from './hosts/electron/page';
import { start } from './hosts/electron/start';
import { readDataArgument } from './platform/node/arguments';
import { resolvePaths } from './platform/node/data-directory';
import type { Paths } from './platform/ports';

// The window. What must happen before Electron is ready happens here; the rest waits for it with `then`,
// because Electron is not ready before this module has been evaluated.

registerPageScheme();

function begin(): Paths | null {
  const paths = resolvePaths({ argument: readDataArgument(process.argv) });
  // Chromium's own files, and with them the lock of the single instance, belong to the data directory: two
  // of these may be open at once, one of them not twice.
  app.setPath('userData', path.join(paths.data, 'chromium'));
  return app.requestSingleInstanceLock() ? paths : null;
}

try {
  const paths = begin();
  if (paths)
    app
      .whenReady()
      .then(() => start(paths))
      .catch(failToStart);
  else app.exit(0);
} catch (error) {
  void failToStart(error);
}
