import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import envPaths from 'env-paths';
import { AppError } from '../../errors';
import { openKeychainProcess } from '../../platform/electron/keychain-process';
import { describeError, exitCodeOf } from '../cli/exit';
import { standardOutput } from '../cli/output';
import { runProgram } from '../cli/program';

/**
 * The command line of an installed app, whose Electron does not run scripts as Node: one command, no window,
 * no place in the dock, the exit code of the command. It waits for `ready`, because the keychain helper is a
 * process that Electron starts, and because Chromium has set its own signal handlers by then, and not later.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  if (missesDisplay()) return refuse();
  app.setPath('userData', makeProfile());
  app.disableHardwareAcceleration();
  app.dock?.hide();
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => app.exit(error.code === 'EPIPE' ? 0 : 5));
  await app.whenReady();
  const code = await runProgram(args, standardOutput, { openKeychain: openKeychainProcess });
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  app.exit(code);
}

/**
 * Chromium wants a profile, though without a page it writes next to nothing into it: any number of commands
 * share one. The window's own stays with the window.
 */
function makeProfile(): string {
  const folder = path.join(envPaths('fedwright', { suffix: '' }).cache, 'command-line');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Chromium has chosen its display before any script runs, and crashes a little later when there is none. */
const missesDisplay = (): boolean =>
  process.platform === 'linux' &&
  !process.env['DISPLAY'] &&
  !process.env['WAYLAND_DISPLAY'] &&
  app.commandLine.getSwitchValue('ozone-platform') !== 'headless';

function refuse(): void {
  const error = new AppError('UNAVAILABLE', 'There is no display here, and Electron was not told so.', {
    hint: 'Put --ozone-platform=headless before "cli", as the "fedwright" command of the packages does.',
  });
  standardOutput.print(describeError(error));
  app.exit(exitCodeOf(error));
}

/** Resolves when everything written so far has left the process. */
const flush = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => void stream.write('', () => resolve()));
