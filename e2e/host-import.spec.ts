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

test('hosts and their keys come from OpenSSH, and the keys go back', async ({ app, workspace, cli }) => {
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
  if (app.electron) {
    await answerSavePath(app, exported);
    await menu('Export known host keys');
    await expect(page.getByText(/2 keys were written/)).toBeVisible();
  } else await cli.call('hostImport.exportKnownHosts', { grantId: exported });
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
});
