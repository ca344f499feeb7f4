import { projectFile } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { board, chooseKits, expectPhase, selectAll, sendKits } from './pages/deployments';
import { choose, inspector } from './pages/hosts';
import { openSection, row, textField } from './pages/shell';
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
  await choose(form, 'Start again by itself', 'When it fails');
  await textField(form, 'CPU limit').fill('1.5');
  await textField(form, 'Memory limit').fill('1');
  await textField(form, 'Data folder of the host').fill('/etc');
  await sendKits(form, 2);
  for (const name of ['server1', 'site-1']) await expectPhase(page, name, 'Stopped');
  await selectAll(page);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expectPhase(page, 'server1', /Running.*1 site/);
  await expectPhase(page, 'site-1', 'Registered');
  expect(
    dockerd.docker('ps', '--filter', 'label=fedwright.participant=site-1', '--format', '{{.Names}}'),
  ).toBe('thorax-site-1');
  const options =
    '{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.HostConfig.Binds}}';
  expect(dockerd.docker('inspect', '--format', options, 'thorax-site-1')).toBe(
    'on-failure 1500000000 1000000000 [/etc:/data:ro]',
  );

  // Seen from inside the container, which has no clock and no network of its own here, but its own Python.
  await row(board(page), 'site-1').click();
  await inspector(page).getByRole('button', { name: 'Check the connection' }).click();
  await expect(page.getByRole('combobox', { name: 'Seen from' })).toHaveText(
    'Container thorax-site-1 on here',
  );
  const checks = page.getByRole('list', { name: 'Checks' });
  await expect(checks).toContainText(
    'The clock of the container "thorax-site-1" agrees with the one of the server.',
  );
  await expect(checks.getByRole('listitem').filter({ hasText: 'Taken by the server' })).toContainText('OK', {
    timeout: 30_000,
  });
  await openSection(page, 'Deployments');
  await selectAll(page);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  for (const name of ['server1', 'site-1']) await expectPhase(page, name, 'Stopped');
  expect(dockerd.docker('ps', '-q')).toBe('');
});
