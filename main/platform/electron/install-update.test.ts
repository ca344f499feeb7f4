import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { MacUpdater } from 'electron-updater';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { installAndEnd, restrain } from './install-update';

// The real updater of macOS, above an Electron whose Squirrel is played.
class Squirrel extends EventEmitter {
  setFeedURL = vi.fn();
  checkForUpdates = vi.fn();
  quitAndInstall = vi.fn();
}

const require = createRequire(import.meta.url);
let squirrel: Squirrel;
let updater: MacUpdater;
const quit = vi.fn();
const exit = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  squirrel = new Squirrel();
  const electron = createRequire(require.resolve('electron-updater')).resolve('electron');
  require.cache[electron] = { exports: { autoUpdater: squirrel } } as NodeJS.Module;
  const { MacUpdater: Updater } = require('electron-updater') as {
    MacUpdater: new (...args: unknown[]) => MacUpdater;
  };
  updater = new Updater(undefined, { version: '1.0.0', name: 'fedwright', isPackaged: true, quit });
  delete require.cache[electron];
  restrain(updater);
});
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

it('waits on macOS until Squirrel has the update, ends, and does not start again', () => {
  installAndEnd(updater, exit, 'darwin');
  expect(squirrel.checkForUpdates).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(5 * 60_000);
  expect(exit).not.toHaveBeenCalled();
  squirrel.emit('update-downloaded');
  expect(quit).toHaveBeenCalledOnce();
  expect(squirrel.quitAndInstall).not.toHaveBeenCalled();
});

it('ends at once when Squirrel refuses the update, and after a while when it says nothing', () => {
  installAndEnd(updater, exit, 'darwin');
  squirrel.emit('error', new Error('Code signature did not pass validation'));
  expect(exit).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(10 * 60_000);
  expect(exit).toHaveBeenCalledTimes(2);
});

it('waits for no installer on the other systems, which are ended by it within seconds', () => {
  const started = Object.assign(new EventEmitter(), { quitAndInstall: vi.fn() });
  installAndEnd(started as unknown as MacUpdater, exit, 'linux');
  expect(started.quitAndInstall).toHaveBeenCalledWith(true, false);
  vi.advanceTimersByTime(15_000);
  expect(exit).toHaveBeenCalledOnce();
});
