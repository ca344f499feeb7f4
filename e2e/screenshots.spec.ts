import path from 'node:path';
import { type Page } from '@playwright/test';
import { root } from './fixtures/paths';
import { expect, test } from './fixtures/test';
import { engineSample } from './pages/engine-sample';
import { startFederation, visitFederation } from './pages/federation-sample';
import { hostSample, moreProjects, provisionSample, requestSample, visitPages } from './pages/every-page';
import { visitOverTime, visitSigning, visitStudies } from './pages/grown-pages';
import { type Dockerd, startDockerd } from './servers/dockerd';
import { makeMovablePython } from './servers/movable-python';
import { type OwnNetwork, startOwnNetwork } from './servers/own-network';
import { startSshd } from './servers/sshd';

// Paths and addresses in the pictures are as someone's would be, and so are the same each time: one test after another.
test.use({ place: '/srv/fedwright' });
test.describe.configure({ mode: 'default' });

let dockerd: Dockerd;
let network: OwnNetwork;
test.beforeEach(async () => {
  dockerd = await startDockerd();
  network = startOwnNetwork();
});
test.afterEach(async () => {
  network.end();
  await dockerd.end();
});

/** Takes a picture without what hangs on where the mouse happens to be. */
const camera =
  (page: Page, theme: string) =>
  async (name: string): Promise<void> => {
    await page.mouse.move(640, 1);
    await expect(page.getByRole('tooltip')).toHaveCount(0);
    await expect(page.getByText('Asking', { exact: true })).toHaveCount(0);
    await page.screenshot({
      path: path.join(root, 'docs', 'pictures', `${name}-${theme}.png`),
      animations: 'disabled',
      caret: 'hide',
    });
  };

// The pictures of the README and the docs: `UPDATE_PICTURES=1 npm run e2e`.
for (const theme of ['light', 'dark'] as const)
  test(`pictures of every page, ${theme}`, async ({ launch, cli, workspace }) => {
    test.setTimeout(600_000);
    // An environment beside the data, so that no picture shows where the tests' own is.
    const [, ...others] = (workspace.env['PATH'] ?? '').split(path.delimiter);
    workspace.env['PATH'] = [makeMovablePython(workspace.folder).bin, ...others].join(path.delimiter);
    const sshd = await startSshd([], undefined, [], network.place(0, 'ward-7'));
    try {
      const { page } = await launch();
      await cli.call('settings.update', { theme });
      const ids = {
        ...(await provisionSample(cli)),
        ...(await requestSample(cli, workspace.folder)),
        ...(await hostSample(cli, workspace.home)),
        ...(await engineSample(cli, dockerd, sshd)),
      };
      await moreProjects(cli);
      await page.setViewportSize({ width: 1280, height: 800 });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      const look = camera(page, theme);
      await visitPages(page, ids, look, async () => {
        for (const hostId of [ids.hostId, ids.gateId]) await cli.call('hosts.remove', { hostId });
      });
      await visitStudies(page, cli, look);
      await visitSigning(page, cli, workspace.folder, look);
      await visitOverTime(page, cli, ids.projectId, look);
    } finally {
      await sshd.end();
    }
  });

// What only is to be seen of it when it runs: hosts with a federation on them, in the place of empty pages.
for (const theme of ['light', 'dark'] as const)
  test(`pictures of a federation at work, ${theme}`, async ({ launch, cli, workspace }) => {
    test.setTimeout(600_000);
    const federation = await startFederation(workspace, cli, network);
    await moreProjects(cli);
    try {
      const { page } = await launch();
      // The check-list goes once it is all done, which here is while the pictures are taken.
      await cli.call('settings.update', { theme, checklistDismissed: true });
      await page.setViewportSize({ width: 1280, height: 800 });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await visitFederation(page, federation, camera(page, theme));
    } finally {
      await federation.end();
    }
  });
