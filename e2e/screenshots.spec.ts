import path from 'node:path';
import { root } from './fixtures/paths';
import { expect, test } from './fixtures/test';
import { engineSample } from './pages/engine-sample';
import { startFederation, visitFederation } from './pages/federation-sample';
import { hostSample, provisionSample, requestSample, visitPages } from './pages/every-page';
import { visitOverTime, visitSigning, visitStudies } from './pages/grown-pages';
import { type Dockerd, startDockerd } from './servers/dockerd';
import { makeMovablePython } from './servers/movable-python';

let dockerd: Dockerd;
test.beforeEach(async () => {
  dockerd = await startDockerd();
});
test.afterEach(() => dockerd.end());

// The pictures of the README and the docs: `UPDATE_PICTURES=1 npm run e2e`.
for (const theme of ['light', 'dark'] as const)
  test(`pictures of every page, ${theme}`, async ({ launch, cli, workspace }) => {
    test.setTimeout(300_000);
    // An environment beside the data, so that no picture shows where the tests' own is.
    const [, ...others] = (workspace.env['PATH'] ?? '').split(path.delimiter);
    workspace.env['PATH'] = [makeMovablePython(workspace.folder).bin, ...others].join(path.delimiter);
    const { page } = await launch();
    await cli.call('settings.update', { theme });
    const ids = {
      ...(await provisionSample(cli)),
      ...(await requestSample(cli, workspace.folder)),
      ...(await hostSample(cli, workspace.home)),
      ...(await engineSample(cli, dockerd)),
    };
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    const look = async (name: string) => {
      await expect(page.getByText('Asking', { exact: true })).toHaveCount(0);
      await page.screenshot({
        path: path.join(root, 'docs', 'pictures', `${name}-${theme}.png`),
        animations: 'disabled',
        caret: 'hide',
      });
    };
    await visitPages(page, ids, look);
    await visitStudies(page, cli, look);
    await visitSigning(page, cli, workspace.folder, look);
    await visitOverTime(page, cli, ids.projectId, look);
  });

// What only is to be seen of it when it runs: two hosts with a federation on them, in the place of empty pages.
for (const theme of ['light', 'dark'] as const)
  test(`pictures of a federation at work, ${theme}`, async ({ launch, cli, workspace }) => {
    test.setTimeout(300_000);
    const federation = await startFederation(workspace, cli);
    try {
      const { page } = await launch();
      await cli.call('settings.update', { theme });
      await page.setViewportSize({ width: 1280, height: 800 });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await visitFederation(page, federation, async (name) => {
        await page.screenshot({
          path: path.join(root, 'docs', 'pictures', `${name}-${theme}.png`),
          animations: 'disabled',
          caret: 'hide',
        });
      });
    } finally {
      await federation.end();
    }
  });
