import { startChild } from './servers/child';
import { filesWith } from './fixtures/leaks';
import { expect, test } from './fixtures/test';
import {
  addHost,
  choose,
  chooseKey,
  connectFirst,
  expectState,
  fillHost,
  inspector,
  trustKey,
} from './pages/hosts';
import { chooseMore, mod, openSection, row, table, textField } from './pages/shell';
import { needPeer, peers } from './servers/peers';
import { type Account, type Sshd, startSshd } from './servers/sshd';
import path from 'node:path';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { spawnSync } from 'node:child_process';

/** Servers of one test, ended with it. */
const servers: Sshd[] = [];
const serve = async (account?: Account): Promise<Sshd> => {
  needPeer(peers.sshd());
  const sshd = await startSshd([], account);
  servers.push(sshd);
  return sshd;
};
test.afterEach(async () => {
  for (const sshd of servers.splice(0)) await sshd.end();
});

test('a host is added with a key file, its key is compared once, and a changed one is refused', async ({
  app,
  workspace,
}) => {
  const sshd = await serve();
  const { page } = app;
  await openSection(page, 'Hosts');
  await expect(page.getByRole('heading', { name: 'No hosts yet' })).toBeVisible();
  const form = await fillHost(page, 'north', sshd, 'Key file');
  await form.getByRole('button', { name: 'Add host' }).click();
  await expect(form).toContainText('Choose a private key.');
  await chooseKey(app, workspace, form, sshd);
  await addHost(form);
  await expectState(page, 'north', 'Not connected');
  await connectFirst(page, 'north', sshd);
  await expectState(page, 'north', 'Connected');
  await expect(inspector(page)).toContainText(/In step with this machine/);
  await expect(inspector(page)).toContainText(/\d GB free|GB of .* free/);
  await expect(inspector(page)).toContainText(/% busy, \d+ cores?, load/);
  const together = page.getByRole('region', { name: 'What they have together' });
  await expect(together).toContainText(/Total of 1 of 1 host:\d+ cores?, .*% busy.* of memory, .* free/);
  // While it is looked at, it is read again and again.
  const asOf = inspector(page).getByText('As of').locator('time').first();
  const first = (await asOf.getAttribute('datetime')) ?? '';
  await expect(asOf).not.toHaveAttribute('datetime', first);
  await inspector(page).getByRole('button', { name: 'Disconnect' }).click();
  await expectState(page, 'north', 'Not connected');
  // What was known of it is there at once, and nobody logs in to look at it.
  await openSection(page, 'Projects');
  await page.reload();
  await openSection(page, 'Hosts');
  await row(table(page, 'Hosts'), 'north').click();
  await expect(inspector(page)).toContainText(/As of/);
  await expect(inspector(page)).toContainText(/In step with this machine/);
  await expectState(page, 'north', 'Not connected');
  await expect.poll(() => sshd.accepted()).toBe(1);

  const before = sshd.fingerprint256;
  await sshd.restart({ newKey: true });
  await inspector(page).getByRole('button', { name: 'Connect', exact: true }).click();
  const changed = page.getByRole('dialog', { name: 'north presents another key' });
  await expect(changed).toContainText(before);
  await expect(changed).toContainText(sshd.fingerprint256);
  const replace = changed.getByRole('button', { name: 'Replace the key' });
  await expect(replace).toBeDisabled();
  await changed.getByRole('button', { name: 'Cancel' }).click();
  await expectState(page, 'north', 'Failed');
  await inspector(page).getByRole('button', { name: 'Compare the keys' }).click();
  await textField(changed, 'Type north to replace the key').fill('north');
  await replace.click();
  await expectState(page, 'north', 'Connected');
  await expect.poll(() => sshd.accepted()).toBe(2);
});

test('an SSH agent opens a host, and the state follows a server that goes away', async ({
  launch,
  workspace,
}) => {
  const sshd = await serve();
  const socket = path.join(workspace.folder, 'agent.sock');
  const agent = startChild('ssh-agent', ['-D', '-a', socket], { env: workspace.env });
  try {
    await expect
      .poll(
        () =>
          spawnSync('ssh-add', [sshd.keyFile], { env: { ...workspace.env, SSH_AUTH_SOCK: socket } }).status,
      )
      .toBe(0);
    const { page } = await launch({ SSH_AUTH_SOCK: socket });
    await addHost(await fillHost(page, 'north', sshd, 'SSH agent'));
    await connectFirst(page, 'north', sshd);
    await expectState(page, 'north', 'Connected');
    await sshd.kill();
    await expectState(page, 'north', 'Not connected');
    await inspector(page).getByRole('button', { name: 'Connect', exact: true }).click();
    await expectState(page, 'north', 'Failed');
    await expect(inspector(page)).toContainText('Check the port, and that sshd runs there.');
  } finally {
    await agent.end();
  }
});

test('a password is asked for when it is needed, and is in the keychain and nowhere else', async ({
  app: { page },
  workspace,
}) => {
  needPeer(peers.mounts());
  needPeer(peers.keyring());
  const account = { username: 'flare-operator', password: 'canary-q4j-host-password' };
  const sshd = await serve(account);
  await addHost(await fillHost(page, 'north', sshd, 'Password'));
  await inspector(page).getByRole('button', { name: 'Connect', exact: true }).click();
  const login = page.getByRole('dialog', { name: 'Log in to north' });
  const field = login.getByLabel('Password of flare-operator');
  await field.pressSequentially('a slip');
  await page.keyboard.press(`${mod}+z`);
  await expect(field).toHaveValue('');
  await field.fill('not the password');
  await login.getByRole('button', { name: 'Keep and connect' }).click();
  await trustKey(page, 'north', sshd);
  await expectState(page, 'north', 'Failed');
  await inspector(page).getByRole('button', { name: 'Enter the password' }).click();
  await login.getByLabel('Password of flare-operator').fill(account.password);
  await login.getByRole('button', { name: 'Keep and connect' }).click();
  await expectState(page, 'north', 'Connected');
  expect(filesWith(workspace.folder, account.password)).toEqual([]);
});

test('a host behind another one is reached through it, and hosts are found by group and state', async ({
  app,
  workspace,
}) => {
  const { page } = app;
  const gate = await serve();
  const inside = await serve();
  const first = await fillHost(page, 'gate', gate, 'Key file');
  await chooseKey(app, workspace, first, gate);
  await textField(first, 'Group').fill('Edge');
  await addHost(first);

  const second = await fillHost(page, 'inside', inside, 'Key file');
  await chooseKey(app, workspace, second, inside);
  await choose(second, 'Jump host', 'gate');
  await addHost(second);
  await inspector(page).getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(inspector(page)).toContainText('"inside" is reached through "gate", which has a problem.');
  await expect(inspector(page)).toContainText('Connect to "gate" first.');
  const list = table(page, 'Hosts');
  await inspector(page).getByRole('button', { name: 'Connect to the jump host' }).click();
  await trustKey(page, 'gate', gate);
  await expect(inspector(page).getByRole('heading', { level: 2, name: 'gate' })).toBeVisible();
  await expectState(page, 'gate', 'Connected');
  await row(list, 'inside').click();
  await connectFirst(page, 'inside', inside);
  await expectState(page, 'inside', 'Connected');
  await expect.poll(() => [gate.accepted(), inside.accepted()]).toEqual([1, 1]);

  await chooseMore(inspector(page), 'Containers');
  await expect(page.getByRole('main').getByRole('combobox', { name: 'Host' })).toHaveText('inside');
  await openSection(page, 'Hosts');
  await choose(page.getByRole('main'), 'Group', 'Edge');
  await expect(row(list, 'inside')).toBeHidden();
  await expect(row(list, 'gate')).toBeVisible();
});

test('a check of a host that says nothing is stopped', async ({ app: { page }, cli }) => {
  const silent = net.createServer().listen(0, '127.0.0.1');
  try {
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const address = { kind: 'ssh', address: '127.0.0.1', port, username: 'flare' };
    await cli.call('hosts.create', { name: 'mute', ...address, auth: 'keyboard-interactive' });
    await openSection(page, 'Hosts');
    await row(table(page, 'Hosts'), 'mute').click();
    const connected = once(silent, 'connection') as Promise<[net.Socket]>;
    await inspector(page).getByRole('button', { name: 'Check health' }).click();
    const [socket] = await connected;
    const gone = once(socket.resume(), 'close');
    await inspector(page).getByRole('button', { name: 'Stop checking' }).click();
    await expect(inspector(page).getByRole('button', { name: 'Check health' })).toBeVisible();
    await expect(inspector(page)).toContainText('Not checked yet.');
    // Nobody waits for it any more.
    await gone;
    await expectState(page, 'mute', 'Not connected');
  } finally {
    silent.close();
  }
});

test('a host is changed and removed', async ({ app: { page }, cli }) => {
  await cli.call('hosts.create', { name: 'here', kind: 'local', address: '', username: '' });
  await openSection(page, 'Hosts');
  await row(table(page, 'Hosts'), 'here').click();
  await chooseMore(inspector(page), 'Edit');
  const form = page.getByRole('dialog', { name: 'Edit here' });
  await textField(form, 'Group').fill('Desk');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(inspector(page)).toContainText('Desk');
  await chooseMore(inspector(page), 'Remove');
  await page
    .getByRole('dialog', { name: 'Remove here' })
    .getByRole('button', { name: 'Remove host' })
    .click();
  await expect(page.getByRole('heading', { name: 'No hosts yet' })).toBeVisible();
});
