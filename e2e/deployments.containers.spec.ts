import { projectFile } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { board, chooseKits, expectPhase, selectAll, sendKits } from './pages/deployments';
import { choose, inspector } from './pages/hosts';
import { addEngineHost } from './pages/machines';
import { openSection, row, textField } from './pages/shell';
import { type Dockerd, startDockerd } from './servers/dockerd';
import { freePort } from './servers/free-port';
import { importNvflare, nvflareImage } from './servers/nvflare-image';
import { needPeer, peers } from './servers/peers';
import { type Sshd, startSshd } from './servers/sshd';

interface Machine {
  sshd: Sshd;
  dockerd: Dockerd;
}

const machines: Machine[] = [];
test.afterEach(async () => {
  await Promise.all(machines.splice(0).flatMap(({ sshd, dockerd }) => [sshd.end(), dockerd.end()]));
});

/** A machine that is reached through SSH, with an engine of its own that has an image with NVFlare. */
async function startMachine(): Promise<Machine> {
  const [sshd, dockerd] = await Promise.all([startSshd(), startDockerd()]);
  const machine = { sshd, dockerd };
  machines.push(machine);
  importNvflare(dockerd);
  return machine;
}

const all = ['server1', 'site-1', 'site-2'];

test('the same journey in containers of two hosts: sent, started, the server sees both sites, stopped', async ({
  launch,
  cli,
}) => {
  test.setTimeout(300_000);
  needPeer(peers.nvflare() ?? peers.sshd());
  const [north, south] = await Promise.all([startMachine(), startMachine()]);
  const { page } = await launch();
  const port = await freePort();
  const text = projectFile({ name: 'thorax', sites: ['site-1', 'site-2'], port, local: true });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  await cli.call('provisioning.start', { projectId: summary.id });
  await addEngineHost(cli, north.sshd, 'north', north.dockerd.socket);
  await addEngineHost(cli, south.sshd, 'south', south.dockerd.socket);
  const form = await chooseKits(page, all);
  await choose(form, 'Send to', 'A container');
  for (const name of ['server1', 'site-1']) await choose(form, `Host for ${name}`, 'north');
  await choose(form, 'Host for site-2', 'south');
  await form.getByRole('combobox', { name: /^Image/ }).click();
  await page.getByRole('option', { name: new RegExp(`^${nvflareImage}`) }).click();
  await choose(form, 'Start again by itself', 'When it fails');
  await textField(form, 'CPU limit').fill('1.5');
  await textField(form, 'Memory limit').fill('1');
  await textField(form, 'Data folder of the host').fill('/etc');
  await sendKits(form, 3);
  for (const name of all) await expectPhase(page, name, 'Stopped');
  await selectAll(page);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  // Three interpreters load NVFlare at once, each out of an image that nothing has read yet.
  await expectPhase(page, 'server1', /Running.*2 sites/, 120_000);
  for (const name of ['site-1', 'site-2']) await expectPhase(page, name, 'Registered');
  const options =
    '{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.HostConfig.Binds}}';
  expect(south.dockerd.docker('inspect', '--format', options, 'thorax-site-2')).toBe(
    'on-failure 1500000000 1000000000 [/etc:/data:ro]',
  );
  const named = ({ dockerd }: Machine) => dockerd.docker('ps', '-a', '--format', '{{.Names}}').split('\n');
  expect(named(north).toSorted()).toEqual(['thorax-server1', 'thorax-site-1']);
  expect(named(south)).toEqual(['thorax-site-2']);

  // Seen from inside the container, which has no clock and no network of its own here, but its own Python.
  await row(board(page), 'site-2').click();
  await inspector(page).getByRole('button', { name: 'Check the connection' }).click();
  await expect(page.getByRole('combobox', { name: 'Check from' })).toHaveText(
    'Container thorax-site-2 on south',
  );
  const checks = page.getByRole('list', { name: 'Checks' });
  await expect(checks).toContainText(
    'The clock of the container "thorax-site-2" agrees with the one of the server.',
  );
  await expect(checks.getByRole('listitem').filter({ hasText: 'Taken by the server' })).toContainText('OK', {
    timeout: 30_000,
  });
  await openSection(page, 'Deployments');
  await selectAll(page);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  for (const name of all) await expectPhase(page, name, 'Stopped');
  for (const { dockerd } of machines) expect(dockerd.docker('ps', '-q')).toBe('');

  // All are still selected. What was made for them goes with them.
  await page.getByRole('button', { name: 'More actions' }).first().click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(question).toContainText('site-2 on south');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing is deployed yet' })).toBeVisible({
    timeout: 30_000,
  });
  for (const { dockerd } of machines) {
    expect(dockerd.docker('ps', '-aq')).toBe('');
    expect(dockerd.docker('volume', 'ls', '-q')).toBe('');
  }
  await expect.poll(() => [north.sshd.accepted(), south.sshd.accepted()]).toEqual([1, 1]);
});
