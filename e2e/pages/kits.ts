import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Locator, type Page, expect } from '@playwright/test';
import { saveTo } from '../fixtures/dialogs';
import type { RunningApp } from '../fixtures/running-app';
import { openSection, row, table } from './shell';

/** Opens the inspector of a participant's kit and waits until its files were checked. */
export async function openKit(page: Page, participant: string): Promise<Locator> {
  await openSection(page, 'Kits');
  await row(table(page, 'Kits'), participant).click();
  const inspector = page.getByRole('complementary');
  await expect(inspector.getByRole('heading', { name: participant, exact: true })).toBeVisible();
  await expect(inspector.getByRole('heading', { name: 'Checks' })).toBeVisible();
  return inspector;
}

/** What the inspector says about one check. */
export const checkOf = (inspector: Locator, name: string): Locator =>
  inspector.getByRole('listitem').filter({ has: inspector.page().getByText(name, { exact: true }) });

/**
 * Drags the open kit out and resolves to the zip that the operating system, or the browser, would get. The
 * start of a drag is the page's own; what leaves the app is looked at on the other side.
 */
export async function dragKitOut(app: RunningApp, inspector: Locator, folder: string): Promise<string> {
  const handle = inspector.locator('[draggable=true]');
  await handle.hover();
  return app.electron ? dragNatively(app, handle) : dragDownload(app.page, handle, folder);
}

async function dragNatively({ electron }: RunningApp, handle: Locator): Promise<string> {
  await electron?.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const seen: string[] = [];
    Object.assign(globalThis, { draggedFiles: seen });
    // Without a pointer that is held down, a real drag of the operating system would never end.
    if (window) window.webContents.startDrag = (item) => void seen.push(item.file);
  });
  const dragged = () =>
    electron?.evaluate(() => (globalThis as unknown as { draggedFiles: string[] }).draggedFiles[0] ?? '');
  // Until the file is made, the page asks to drag again.
  await expect(async () => {
    await handle.dispatchEvent('dragstart');
    await expect.poll(dragged, { timeout: 1000 }).not.toBe('');
  }).toPass({ timeout: 20_000 });
  return (await dragged()) ?? '';
}

async function dragDownload(page: Page, handle: Locator, folder: string): Promise<string> {
  let carried = '';
  await expect(async () => {
    carried = await handle.evaluate((element) => {
      const dataTransfer = new DataTransfer();
      element.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true, cancelable: true }));
      return dataTransfer.getData('DownloadURL');
    });
    expect(carried).not.toBe('');
  }).toPass({ timeout: 20_000 });
  const [, name = '', url = ''] = /^application\/zip:([^:]+):(.+)$/.exec(carried) ?? [];
  const content = await page.evaluate(async (from) => {
    const answer = await fetch(from);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return [...new Uint8Array(await answer.arrayBuffer())];
  }, url);
  const file = path.join(folder, name);
  writeFileSync(file, Buffer.from(content));
  return file;
}

/** Exports the open kit as a protected zip; resolves to its file and password. The dialog stays open. */
export async function exportProtected(
  app: RunningApp,
  inspector: Locator,
  folder: string,
): Promise<{ file: string; password: string; dialog: Locator }> {
  const { page } = app;
  const file = path.join(folder, 'protected.zip');
  await saveTo(app, file, () => inspector.getByRole('button', { name: 'Protected zip' }).click());
  const dialog = page.getByRole('dialog', { name: /protected zip/ });
  const password = (await dialog.getByLabel('Password').textContent()) ?? '';
  return { file, password, dialog };
}
