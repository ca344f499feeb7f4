import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from './fixtures/test';
import { moveEnd } from './pages/certificates';
import { provisionSample } from './pages/every-page';
import { openSection } from './pages/shell';
import { needPeer, peers } from './servers/peers';

test.beforeEach(() => needPeer(peers.nvflare()));

const dayMs = 86_400_000;

test('the window looks for what is about to expire, and its word about it is a setting', async ({
  launch,
  cli,
  workspace,
}) => {
  await provisionSample(cli, 'thorax');
  moveEnd(workspace.data, 'admin@example.org', Date.now() + 3.5 * dayMs);
  const alerts = () => {
    const database = new Database(path.join(workspace.data, 'fedwright.db'), { readonly: true });
    const rows = database.prepare('select threshold from expiry_alerts').all();
    database.close();
    return rows;
  };
  const { page } = await launch();
  await openSection(page, 'Settings');
  const choice = page.getByRole('checkbox', { name: 'When certificates expire within 60, 30 or 7 days' });
  await expect(choice).toBeChecked();
  await expect.poll(alerts, { timeout: 20_000 }).toEqual([{ threshold: 7 }]);
  await choice.click();
  await expect(choice).not.toBeChecked();
  expect(await cli.call('settings.get')).toMatchObject({ notifyExpiry: false });
});
