import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from './fixtures/test';
import { openSection, row, table } from './pages/shell';

test('the trail says who did what, and a changed row is found out', async ({
  app: { page },
  cli,
  workspace,
}) => {
  await cli.call('settings.update', { theme: 'dark' });
  await cli.call('settings.update', { theme: 'light' });
  await cli.answer(['call', 'projects.archive', '{"projectId":"none","archived":true}']);
  await openSection(page, 'Audit');
  const trail = table(page, 'Audit trail');
  const archived = row(trail, 'Archive or restore project');
  await expect(archived).toContainText('Failed');
  await expect(archived).toContainText('Command line');
  await page.getByLabel('Search the trail').fill('archive or');
  await expect(row(trail, 'Change settings')).toHaveCount(0);
  await expect(archived).toBeVisible();
  await page.getByLabel('Search the trail').fill('');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('Verified', { exact: true })).toBeVisible();

  // Someone with access to the file, not to the app.
  const database = new Database(path.join(workspace.data, 'fedwright.db'));
  database.prepare("update audit set actor = 'someone else' where id = 1").run();
  database.close();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('Does not fit')).toBeVisible();
  await expect(page.getByRole('note').filter({ hasText: /\b1\b/ })).toBeVisible();
});
