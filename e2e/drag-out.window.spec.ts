import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Locator } from '@playwright/test';
import { readPlainZip } from './fixtures/archives';
import { expect, test } from './fixtures/test';
import { provisionSample } from './pages/every-page';
import { openKit } from './pages/kits';
import { type Display, startDisplay } from './servers/display';
import { needPeer, peers } from './servers/peers';

interface Point {
  x: number;
  y: number;
}

// With the pointer of a display and a window that knows nothing of the app, as in real life. The display is
// its own: another app's window would be in the way of the pointer.
test('a kit is dragged into another window as a real file', async ({ launch, cli, workspace }) => {
  needPeer(peers.nvflare() ?? peers.pointer());
  const display = await startDisplay();
  try {
    const { page, electron, close } = await launch({ DISPLAY: display.name, WAYLAND_DISPLAY: '' });
    if (!electron) throw new Error('this needs the window');
    await provisionSample(cli);
    const inspector = await openKit(page, 'north-hospital');
    const handle = inspector.locator('[draggable=true]');
    const target = await openDropWindow(electron);
    // The zip is made as the pointer comes near; until it is there, the page asks to drag again.
    await expect(async () => {
      drag(display, await placeOf(electron, handle), target.place);
      await expect.poll(() => target.dropped(), { timeout: 3000 }).not.toBeNull();
    }).toPass({ timeout: 60_000 });

    const dropped = await target.dropped();
    expect(dropped?.name).toBe('north-hospital.zip');
    const file = path.join(workspace.folder, 'dropped.zip');
    writeFileSync(file, Buffer.from(dropped?.base64 ?? '', 'base64'));
    expect(readPlainZip(file).names.some((name) => name.endsWith('startup/client.key'))).toBe(true);
    await close();
  } finally {
    await display.child.end();
  }
});

/** A second window beside the app's that keeps the first file that is dropped on it. */
async function openDropWindow(electron: ElectronApplication) {
  const opened = electron.waitForEvent('window');
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, width: 1080, height: 800 });
    const window = new BrowserWindow({
      x: 1120,
      y: 100,
      width: 400,
      height: 400,
      webPreferences: { sandbox: true },
    });
    return window.loadURL('data:text/html,<title>Drop here</title>');
  });
  const page = await opened;
  await page.evaluate(() => {
    addEventListener('dragover', (event) => event.preventDefault());
    addEventListener('drop', (event) => {
      event.preventDefault();
      Object.assign(window, { droppedFile: event.dataTransfer?.files[0] ?? null });
    });
  });
  const dropped = (): Promise<{ name: string; base64: string } | null> =>
    page.evaluate(async () => {
      const file = (window as unknown as { droppedFile?: File | null }).droppedFile;
      if (!file) return null;
      const bytes = new Uint8Array(await file.arrayBuffer());
      return {
        name: file.name,
        base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
      };
    });
  return { place: { x: 1320, y: 300 }, dropped };
}

/** Where the middle of an element of the app's window is on the screen. */
async function placeOf(electron: ElectronApplication, element: Locator): Promise<Point> {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  const content = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().startsWith('app://'))
      ?.getContentBounds(),
  );
  if (!box || !content) throw new Error('the element is nowhere on the screen');
  return { x: content.x + box.x + box.width / 2, y: content.y + box.y + box.height / 2 };
}

/** Moves the pointer of a display with its button held, in steps as a hand does. */
function drag(display: Display, from: Point, to: Point): void {
  const steps = Array.from({ length: 12 }, (_, index) => (index + 1) / 12);
  const between = (part: number) => [
    'mousemove',
    mix(from.x, to.x, part),
    mix(from.y, to.y, part),
    'sleep',
    '0.05',
  ];
  const args = [
    ...['mousemove', mix(from.x, from.x, 0), mix(from.y, from.y, 0), 'sleep', '0.3', 'mousedown', '1'],
    ...steps.flatMap(between),
    ...['sleep', '0.3', 'mouseup', '1'],
  ];
  const env = { ...process.env, DISPLAY: display.name };
  const { status, stderr } = spawnSync('xdotool', args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`xdotool: ${stderr}`);
}

const mix = (a: number, b: number, part: number): string => String(Math.round(a + (b - a) * part));
