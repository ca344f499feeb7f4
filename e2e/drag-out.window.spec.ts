import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readPlainZip } from './fixtures/archives';
import { drag, openDropWindow, openFileWindow, placeOf } from './fixtures/pointer';
import { expect, test } from './fixtures/test';
import { provisionSample } from './pages/every-page';
import { openKit } from './pages/kits';
import { addAgentHost } from './pages/machines';
import { row, table, title } from './pages/shell';
import { startDisplay } from './servers/display';
import { startKeyAgent } from './servers/key-agent';
import { needPeer, peers } from './servers/peers';
import { startSshd } from './servers/sshd';

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

test('a file of a host is dragged into another window, and one of this machine onto a host', async ({
  launch,
  cli,
  workspace,
}) => {
  needPeer(peers.sshd() ?? peers.pointer());
  const far = path.join(workspace.folder, 'far');
  mkdirSync(far);
  writeFileSync(path.join(far, 'results.csv'), 'round,loss\n1,0.5\n');
  const own = path.join(workspace.folder, 'schedule.json');
  writeFileSync(own, '{"rounds": 3}');
  const display = await startDisplay();
  const sshd = await startSshd();
  const agent = await startKeyAgent(sshd.keyFile);
  try {
    const hostId = await addAgentHost(cli, sshd);
    const environment = { ...agent.env, DISPLAY: display.name, WAYLAND_DISPLAY: '' };
    const { page, electron, close } = await launch(environment);
    if (!electron) throw new Error('this needs the window');
    await expect(title(page, 'Overview')).toBeVisible();
    await page.evaluate(
      ([id, typed]) => (location.hash = `#/hosts/${id}/files?typed=${encodeURIComponent(typed ?? '')}`),
      [hostId, far],
    );
    const files = table(page, 'Files');
    await row(files, 'results.csv').click();
    const handle = page.getByRole('complementary', { name: 'Inspector' }).locator('[draggable=true]');
    const target = await openDropWindow(electron);
    await expect(async () => {
      drag(display, await placeOf(electron, handle), target.place);
      await expect.poll(() => target.dropped(), { timeout: 3000 }).not.toBeNull();
    }).toPass({ timeout: 60_000 });
    expect(await target.dropped()).toEqual({
      ...{ name: 'results.csv', base64: Buffer.from('round,loss\n1,0.5\n').toString('base64') },
    });
    await target.close();

    const source = await openFileWindow(electron, own);
    await expect(async () => {
      if (!existsSync(path.join(far, 'schedule.json')))
        drag(display, source.place, await placeOf(electron, row(files, 'results.csv')));
      await expect(row(files, 'schedule.json')).toBeVisible({ timeout: 5000 });
    }).toPass({ timeout: 60_000 });
    expect(readFileSync(path.join(far, 'schedule.json'), 'utf8')).toBe('{"rounds": 3}');
    await close();
  } finally {
    await Promise.all([agent.end(), sshd.end(), display.child.end()]);
  }
});
