import { expect, test } from './fixtures/test';
import { seriousInBothThemes } from './pages/axe';
import { inspector } from './pages/hosts';
import { chooseMore, openSection, row, table } from './pages/shell';
import { type Dockerd, startDockerd, testImage } from './servers/dockerd';

// One engine for all of them.
test.describe.configure({ mode: 'default' });

let dockerd: Dockerd;
test.beforeAll(async () => {
  dockerd = await startDockerd();
});
test.afterAll(async () => {
  await dockerd?.end();
});

const run = (name: string, ...args: string[]) =>
  dockerd.docker('run', '-d', '--network', 'none', '--name', name, ...args);
const shell = (words: string) => [testImage, 'sh', '-c', words];

test('what failed is told before what runs, and nothing is called running whose engine is gone', async ({
  app: { page },
  cli,
}) => {
  run('fine', ...shell('for i in $(seq 200); do echo "round $i of 200"; done; sleep 6000'));
  run('done', ...shell('exit 0'));
  run('lacks', ...shell('exit 127'));
  run('loop', '--restart', 'always', ...shell('sleep 0.1; exit 1'));
  // An engine hears of it beside the end, and misses it where both are at once.
  const eat = 'head -c 300m /dev/zero | tail; sleep 1; exit 137';
  run('greedy', '-m', '16m', '--memory-swap', '16m', ...shell(eat));
  const health = ['--health-cmd', 'false', '--health-interval', '200ms', '--health-retries', '1'];
  run('ill', ...health, testImage, 'sleep', '6000');
  const place = { kind: 'local', address: '', username: '', dockerSocket: dockerd.socket };
  await cli.call('hosts.create', { name: 'here', ...place });
  await openSection(page, 'Containers');
  const board = table(page, 'Containers');
  await expect(row(board, 'lacks')).toContainText('Failed');
  await expect(row(board, 'greedy')).toContainText('Out of memory');
  await expect(row(board, 'done')).toContainText('Stopped');
  await expect(row(board, 'ill')).toContainText('Unhealthy');
  // The engine waits longer before each start, so that sooner or later it is seen between two.
  await expect(row(board, 'loop')).toContainText('Restarting', { timeout: 30_000 });
  await expect(page.getByRole('main')).toContainText(/1 failed.*1 unhealthy.*running/);

  const pane = inspector(page);
  await row(board, 'lacks').click();
  await expect(pane).toContainText('127: the command was not found');
  await expect(pane).toContainText('Ended');
  await row(board, 'greedy').click();
  await expect(pane).toContainText('It needed more than it might use, and it was killed.');
  await expect(pane).toContainText('137: killed, as it was out of memory');
  expect(await seriousInBothThemes(page)).toEqual([]);

  const more = pane.getByRole('button', { name: 'More actions' });
  for (const item of ['Rename', 'Change limits', 'Remove']) {
    await chooseMore(pane, item);
    await expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(more).toBeFocused();
  }
  // Also after a yes, while that is done.
  await row(board, 'ill').click();
  await chooseMore(pane, 'Kill');
  await page.getByRole('dialog').getByRole('button', { name: 'Kill' }).click();
  await expect(row(board, 'ill')).toContainText('Stopped');
  await expect(more).toBeFocused();

  await row(board, 'fine').click();
  await pane.getByRole('button', { name: 'Logs' }).click();
  const dialog = page.getByRole('dialog', { name: 'Log of "fine"' });
  const log = dialog.getByRole('log');
  await expect(log.getByText('round 200 of 200')).toBeInViewport();
  await dialog.getByRole('searchbox').fill('round 7 of');
  await expect(dialog.getByRole('status')).toHaveText('1 of 1');
  await expect(log.getByText('round 7 of')).toBeInViewport();
  await dialog.getByRole('searchbox').fill('0 of 200');
  await expect(dialog.getByRole('status')).toHaveText('1 of 20');
  await dialog.getByRole('searchbox').press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('2 of 20');
  await dialog.getByRole('button', { name: 'Follow' }).click();
  await expect(log.getByText('round 200 of 200')).toBeInViewport();

  await dockerd.kill();
  await expect(dialog).toContainText('It goes on by itself when the host answers again.');
  // The note takes room from the lines, of which the newest stay in view.
  await expect(log.getByText('round 200 of 200')).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(pane).toContainText('Runningas it was');
  await expect(page.getByRole('main')).toContainText('1 host not reached');
  await expect(page.getByRole('main')).not.toContainText('0 running');
  await dockerd.start();
  await expect(page.getByRole('main')).not.toContainText('not reached');
});
