import path from 'node:path';
import { root } from '../scripts/steps/paths.mjs';
import { findDisplay } from './display.mjs';
import { makeMachine } from './machine.mjs';
import { median } from './table.mjs';
import { bundlePageClient, portMessage, startWindow } from './window.mjs';

/** A second window with a preload of its own, whose `bare.ask()` is one `ipcMain.invoke` with the same answer. */
async function openBareWindow(app, answer) {
  const opened = app.waitForEvent('window');
  await app.evaluate(
    ({ BrowserWindow, ipcMain }, { preload, said }) => {
      ipcMain.handle('bench:ask', () => said);
      const window = new BrowserWindow({ show: true, webPreferences: { preload, sandbox: true } });
      return window.loadURL('about:blank');
    },
    { preload: path.join(root, 'bench/invoke-preload.cjs'), said: answer },
  );
  return opened;
}

/** One contract call from the window beside one bare `ipcMain.invoke`, in turns. */
export async function measureContractCall({ batches, calls, target }) {
  const machine = makeMachine();
  const display = await findDisplay();
  const app = await startWindow({ ...machine.env, ...display.env });
  try {
    const page = await app.firstWindow();
    await page.getByRole('main').waitFor();
    await page.evaluate(await bundlePageClient());
    const answer = await page.evaluate((message) => {
      globalThis.benchClient = globalThis.bench.open(message);
      return globalThis.benchClient.host.describe();
    }, portMessage);
    const bare = await openBareWindow(app, answer);
    await bare.evaluate(await bundlePageClient());
    const askContract = (count) =>
      page.evaluate((n) => globalThis.bench.measure(() => globalThis.benchClient.host.describe(), n), count);
    const askBare = (count) =>
      bare.evaluate((n) => globalThis.bench.measure(() => globalThis.bare.ask(), n), count);
    const ours = [];
    const theirs = [];
    await askContract(calls);
    await askBare(calls);
    for (let batch = 0; batch < batches; batch += 1) {
      theirs.push((await askBare(calls)) * 1000);
      ours.push((await askContract(calls)) * 1000);
    }
    const name = 'one contract call from the window / ipcMain.invoke';
    return [{ name, ours: median(ours), bare: median(theirs), unit: 'µs', target }];
  } finally {
    await app.close();
    display.end();
    machine.remove();
  }
}
