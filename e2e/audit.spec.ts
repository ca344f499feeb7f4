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
  await expect(row(trail, 'projects.archive')).toContainText('Failed');
  await expect(row(trail, 'projects.archive')).toContainText('Command line');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('Whole')).toBeVisible();

  // Someone with access to the file, not to the app.
  const database = new Database(path.join(workspace.data, 'fedwright.db'));
  database.prepare("update audit set actor = 'someone else' where id = 1").run();
  database.close();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('Does not fit')).toBeVisible();
  await expect(page.getByRole('note').filter({ hasText: /\b1\b/ })).toBeVisible();
});
