import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from './fixtures/test';
import { moveEnd } from './pages/certificates';
import { provisionSample } from './pages/every-page';
import { openSection, title } from './pages/shell';
import { needPeer, peers } from './servers/peers';

test.beforeEach(() => needPeer(peers.nvflare()));

const dayMs = 86_400_000;

interface Shown {
  title: string;
  body: string;
}

test('the system tells of what is about to expire once that is wanted, and a click shows the certificates', async ({
  launch,
  cli,
  workspace,
}) => {
  await provisionSample(cli, 'thorax');
  moveEnd(workspace.data, 'admin@example.org', Date.now() + 3.5 * dayMs);
  await cli.call('settings.update', { notifyExpiry: false });
  const alerts = () => {
    const database = new Database(path.join(workspace.data, 'fedwright.db'), { readonly: true });
    const rows = database.prepare('select threshold from expiry_alerts').all();
    database.close();
    return rows;
  };
  const { page, electron } = await launch();
  if (!electron) throw new Error('this is about the window');
  // A machine for tests has nobody who shows notifications, or shows them to nobody.
  const shown = await electron.evaluateHandle(({ Notification }) => {
    const all: Electron.Notification[] = [];
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      all.push(this);
      this.emit(all.length === 1 ? 'failed' : 'show');
    };
    return all;
  });
  const told = (): Promise<Shown[]> =>
    shown.evaluate((all) => all.map(({ title, body }) => ({ title, body })));
  await openSection(page, 'Settings');
  const choice = page.getByRole('checkbox', { name: 'When certificates expire within 60, 30 or 7 days' });
  await expect(choice).not.toBeChecked();
  await choice.click();
  await expect(choice).toBeChecked();
  const alert = {
    title: expect.stringContaining('admin@example.org'),
    body: expect.stringContaining('thorax'),
  };
  await expect.poll(told).toEqual([alert]);
  // The first was not shown: nobody was told, and the next look tells it again.
  await expect.poll(alerts).toEqual([]);
  await choice.click();
  await expect(choice).not.toBeChecked();
  await choice.click();
  await expect(choice).toBeChecked();
  await expect.poll(told).toEqual([alert, alert]);
  await expect.poll(alerts).toEqual([{ threshold: 7 }]);
  await shown.evaluate((all) => all[1]?.emit('click'));
  await expect(title(page, 'Certificates')).toBeVisible();
});
