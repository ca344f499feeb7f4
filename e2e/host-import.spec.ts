import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answerSavePath } from './fixtures/dialogs';
import { expect, test } from './fixtures/test';
import { expectState, inspector } from './pages/hosts';
import { openSection, row, table } from './pages/shell';
import { needPeer, peers } from './servers/peers';
import { type Sshd, startSshd } from './servers/sshd';

const servers: Sshd[] = [];
test.afterEach(async () => {
  for (const sshd of servers.splice(0)) await sshd.end();
});

test('hosts and their keys come from OpenSSH and from docker, and the keys go back', async ({
  app,
  workspace,
}) => {
  needPeer(peers.sshd());
  const { page } = app;
  const gate = await startSshd();
  const inside = await startSshd();
  servers.push(gate, inside);
  const ssh = path.join(workspace.home, '.ssh');
  mkdirSync(ssh, { recursive: true, mode: 0o700 });
  for (const [name, sshd] of [
    ['gate', gate],
    ['inside', inside],
  ] as const)
    copyFileSync(sshd.keyFile, path.join(ssh, name));
  const block = (name: string, sshd: Sshd, ...more: string[]) =>
    [
      `Host ${name}`,
      `HostName ${sshd.address}`,
      `Port ${sshd.port}`,
      `IdentityFile ~/.ssh/${name}`,
      ...more,
    ].join('\n  ');
  writeFileSync(
    path.join(ssh, 'config'),
    [
      block('inside', inside, 'ProxyJump gate'),
      block('gate', gate),
      'Host far\n  ProxyCommand nc %h %p',
      'Match exec "true"\n  User nobody',
      `Host *\n  User ${gate.username}`,
    ].join('\n'),
  );
  const scan = (sshd: Sshd) =>
    spawnSync('ssh-keyscan', ['-p', String(sshd.port), sshd.address], { encoding: 'utf8' }).stdout;
  writeFileSync(path.join(ssh, 'known_hosts'), `${scan(gate)}${scan(inside)}`);
  spawnSync('ssh-keygen', ['-H', '-f', path.join(ssh, 'known_hosts')]);

  await openSection(page, 'Hosts');
  const menu = async (item: string) => {
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await menu('From the SSH configuration');
  const hosts = page.getByRole('dialog', { name: 'Import from the SSH configuration' });
  await hosts.getByRole('button', { name: 'Read ~/.ssh/config' }).click();
  const found = hosts.getByRole('list', { name: 'What was found' });
  await expect(found.getByRole('listitem').filter({ hasText: 'far' })).toContainText('Skipped');
  await expect(found.getByRole('listitem').filter({ hasText: 'through gate' })).toContainText('Can be added');
  await expect(hosts).toContainText('Fedwright runs no commands out of a configuration.');
  await hosts.getByRole('button', { name: 'Import 2' }).click();
  await expect(hosts).toBeHidden();
  await expect(row(table(page, 'Hosts'), 'inside')).toBeVisible();

  await menu('Known host keys');
  const keys = page.getByRole('dialog', { name: 'Import known host keys' });
  await keys.getByRole('button', { name: 'Read ~/.ssh/known_hosts' }).click();
  await expect(keys.getByRole('listitem').filter({ hasText: 'gate' })).toContainText(gate.fingerprint256);
  await keys.getByRole('button', { name: 'Pin 2' }).click();
  await expect(keys).toBeHidden();

  // Nothing is asked any more: the way, the login and both keys are known.
  await row(table(page, 'Hosts'), 'inside').click();
  await inspector(page).getByRole('button', { name: 'Connect', exact: true }).click();
  await expectState(page, 'inside', 'Connected');
  await expectState(page, 'gate', 'Connected');

  const exported = path.join(workspace.home, 'exported');
  await answerSavePath(app, exported);
  await menu('Export known host keys');
  if (!app.electron) {
    const picker = page.getByRole('dialog', { name: 'Export known host keys' });
    await picker.getByLabel('File name').fill('exported');
    await picker.getByRole('button', { name: 'Save here' }).click();
  }
  await expect(page.getByText(/2 keys were written/)).toBeVisible();
  expect(readFileSync(exported, 'utf8').trim().split('\n')).toHaveLength(2);
  const there = spawnSync(
    'ssh',
    [
      ...['-F', 'none', '-i', gate.keyFile, '-p', String(gate.port), '-o', 'BatchMode=yes'],
      ...['-o', 'StrictHostKeyChecking=yes', '-o', `UserKnownHostsFile=${exported}`],
      ...[`${gate.username}@${gate.address}`, 'echo', 'in'],
    ],
    { encoding: 'utf8' },
  );
  expect(there).toMatchObject({ status: 0, stdout: 'in\n' });

  // As docker itself writes them.
  const addContext = (name: string, host: string) => {
    const words = ['context', 'create', name, '--docker', `host=${host}`];
    const env = { ...process.env, HOME: workspace.home, DOCKER_CONFIG: path.join(workspace.home, '.docker') };
    expect(spawnSync('docker', words, { encoding: 'utf8', env })).toMatchObject({ status: 0 });
  };
  addContext('trainer', `ssh://${gate.username}@${gate.address}:${gate.port}`);
  addContext('plain', 'tcp://127.0.0.1:2375');
  await menu('From Docker contexts');
  const contexts = page.getByRole('dialog', { name: 'Import from Docker contexts' });
  await contexts.getByRole('button', { name: 'Read ~/.docker' }).click();
  const engines = contexts.getByRole('list', { name: 'What was found' });
  await expect(engines.getByRole('listitem').filter({ hasText: 'plain' })).toContainText('Skipped');
  await contexts.getByRole('button', { name: 'Import 1' }).click();
  await expect(contexts).toBeHidden();
  await row(table(page, 'Hosts'), 'trainer').click();
  await expect(inspector(page)).toContainText(`${gate.address}:${gate.port}`);
  await expect(table(page, 'Hosts').getByRole('row')).toHaveCount(4);
});
