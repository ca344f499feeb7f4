import { projectFile } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { chooseKits, expectPhase, selectAll, sendKits } from './pages/deployments';
import { choose } from './pages/hosts';
import { type Dockerd, startDockerd } from './servers/dockerd';
import { freePort } from './servers/federation';
import { importNvflare, nvflareImage } from './servers/nvflare-image';
import { needPeer, peers } from './servers/peers';

let dockerd: Dockerd | undefined;
test.afterEach(async () => {
  await dockerd?.end();
  dockerd = undefined;
});

test('the same journey in containers: sent, started, the server sees the site, stopped', async ({
  launch,
  cli,
}) => {
  test.setTimeout(240_000);
  needPeer(peers.nvflare());
  dockerd = await startDockerd();
  importNvflare(dockerd);
  const { page } = await launch();
  const text = projectFile({ name: 'thorax', sites: ['site-1'], port: await freePort(), local: true });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  await cli.call('provisioning.start', { projectId: summary.id });
  await cli.call('hosts.create', {
    ...{ name: 'here', kind: 'local', address: '', username: '', dockerSocket: dockerd.socket },
  });
  const form = await chooseKits(page, ['server1', 'site-1']);
  await choose(form, 'Into', 'A container');
  await form.getByRole('combobox', { name: /^Image/ }).click();
  await page.getByRole('option', { name: new RegExp(`^${nvflareImage}`) }).click();
  await sendKits(form, 2);
  for (const name of ['server1', 'site-1']) await expectPhase(page, name, 'Stopped');
  await selectAll(page);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expectPhase(page, 'server1', /Running.*1 site/);
  await expectPhase(page, 'site-1', 'Registered');
  expect(
    dockerd.docker('ps', '--filter', 'label=fedwright.participant=site-1', '--format', '{{.Names}}'),
  ).toBe('thorax-site-1');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  for (const name of ['server1', 'site-1']) await expectPhase(page, name, 'Stopped');
  expect(dockerd.docker('ps', '-q')).toBe('');
});
