import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { projectFile } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { board, expectPhase, selectAll } from './pages/deployments';
import { inspector } from './pages/hosts';
import { addEngineHost } from './pages/machines';
import { seriousInBothThemes } from './pages/axe';
import { closeNotes, openSection, row } from './pages/shell';
import { startDockerd } from './servers/dockerd';
import { freePort } from './servers/free-port';
import { importNvflare, nvflareImage } from './servers/nvflare-image';
import { needPeer, peers } from './servers/peers';
import { processesIn } from './servers/processes';
import { startSshd } from './servers/sshd';

const servers: { end(): Promise<unknown> }[] = [];
test.afterEach(async () => {
  for (const server of servers.splice(0)) await server.end();
});

/** Asks for the preview and types before its answer can be there: what is sent is what is looked at. */
const typeDuringPreview = (form: Locator, label: string): Promise<void> =>
  form.evaluate((dialog, name) => {
    [...dialog.querySelectorAll('button')].find(({ textContent }) => textContent === 'Preview')?.click();
    const field = dialog.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`);
    field?.setRangeText('-elsewhere');
    field?.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, label);

test('a folder and a container are sent their next kits together, and are taken away by hand', async ({
  launch,
  cli,
  workspace,
}) => {
  test.setTimeout(240_000);
  needPeer(peers.sshd() ?? peers.nvflare());
  const [sshd, dockerd] = await Promise.all([startSshd(), startDockerd()]);
  servers.push(sshd, dockerd);
  importNvflare(dockerd);
  const { page } = await launch();
  const far = path.join(workspace.folder, 'far');
  mkdirSync(far);
  const text = projectFile({ name: 'thorax', sites: ['site-1'], port: await freePort(), local: true });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  await cli.call('provisioning.start', { projectId: summary.id });
  const hostId = await addEngineHost(cli, sshd, 'north', dockerd.socket);
  const kits = await cli.call<{ id: string; participant: string }[]>('kits.list', { projectId: summary.id });
  const kitOf = (name: string) => kits.find(({ participant }) => participant === name)?.id;
  const python = `${workspace.env['PATH']?.split(':')[0]}/python3`;
  const folder = { kind: 'host', hostId, directory: path.join(far, 'server1'), python };
  const container = { kind: 'container', hostId, name: 'thorax-site-1', image: nvflareImage, restart: 'no' };
  await cli.call('deployments.deploy', {
    items: [
      { kitId: kitOf('server1'), place: folder },
      { kitId: kitOf('site-1'), place: container },
    ],
  });
  await openSection(page, 'Deployments');
  for (const name of ['server1', 'site-1']) await expectPhase(page, name, 'Stopped');
  await selectAll(page);
  await page.getByRole('button', { name: 'Start', exact: true }).first().click();
  await expectPhase(page, 'site-1', 'Registered', 120_000);

  // Each goes where it is, as what it is there.
  await cli.call('provisioning.start', { projectId: summary.id });
  for (const name of ['server1', 'site-1']) await expectPhase(page, name, 'Older');
  await page.getByRole('button', { name: 'Send the current kit' }).first().click();
  const form = page.getByRole('dialog', { name: 'Send 2 kits' });
  const places = form.getByRole('list', { name: 'Kits and their places' }).getByRole('listitem');
  await expect(places.filter({ hasText: 'server1' })).toContainText(folder.directory);
  await expect(places.filter({ hasText: 'site-1' })).toContainText('Container thorax-site-1');
  await expect(places.filter({ hasText: 'site-1' })).toContainText(nvflareImage);
  expect(await seriousInBothThemes(page)).toEqual([]);
  await form.getByRole('button', { name: 'Choose another place for server1' }).press('Enter');
  await expect(form.getByRole('combobox', { name: 'Host for server1' })).toBeFocused();
  await typeDuringPreview(form, 'Folder for server1');
  await expect(form).toContainText('2 run: say above that they may be stopped', { timeout: 30_000 });
  const plan = form.getByRole('list', { name: 'What will be done' });
  await expect(plan).toContainText(folder.directory);
  await expect(plan).not.toContainText('-elsewhere');
  await expect(form.getByRole('button', { name: 'Send 2 kits' })).toBeDisabled();
  await form.getByRole('checkbox', { name: 'Stop all 2 that run for this' }).click();
  await form.getByRole('button', { name: 'Send 2 kits' }).click();
  await expectPhase(page, 'server1', /Running.*Current/, 120_000);
  await expectPhase(page, 'site-1', /Registered.*Current/, 120_000);

  dockerd.docker('rm', '-f', 'thorax-site-1');
  await expectPhase(page, 'site-1', /Not there any more.*Removed/);
  await row(board(page), 'site-1').click();
  await expect(inspector(page)).toContainText('The container "thorax-site-1" was removed.');
  await expect(inspector(page).getByRole('button', { name: 'Send the current kit' })).toBeVisible();

  rmSync(folder.directory, { recursive: true, maxRetries: 5 });
  await expectPhase(page, 'server1', /Runs unwatched.*Removed/);
  await row(board(page), 'server1').click();
  await expect(inspector(page)).toContainText('Its folder was removed, and its processes run on');
  await closeNotes(page);
  expect(await seriousInBothThemes(page)).toEqual([]);
  expect(processesIn(far)).not.toEqual([]);
  await inspector(page).getByRole('button', { name: 'Stop', exact: true }).click();
  // A server that has sites is asked about; how many it still counts depends on when they were last heard.
  const yes = page.getByRole('dialog').getByRole('button', { name: /^Stop/ });
  await expect(async () => {
    if (await yes.isVisible()) await yes.click();
    await expectPhase(page, 'server1', 'Not there any more', 2000);
  }).toPass({ timeout: 45_000 });
  expect(processesIn(far)).toEqual([]);
});
