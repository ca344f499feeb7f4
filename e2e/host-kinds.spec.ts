import { copyFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { answerOpenDialog } from './fixtures/dialogs';
import { filesWith } from './fixtures/leaks';
import type { RunningApp } from './fixtures/running-app';
import { expect, test } from './fixtures/test';
import type { Workspace } from './fixtures/workspace';
import { addHost, choose, expectState, fillHost, inspector, trustKey } from './pages/hosts';
import { chooseMore, openSection, textField } from './pages/shell';
import { type TestCa, makeTestCa } from './servers/certificates';
import { startDockerd } from './servers/dockerd';
import { type CodeAccount, makeCodeAccount } from './servers/one-time-code';
import { needPeer, peers } from './servers/peers';
import { freePort } from './servers/free-port';
import { startSshd } from './servers/sshd';

const ends: (() => unknown)[] = [];
test.afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Chooses a file for one of the fields of a form; it is put into the home directory first. */
async function chooseFile(
  app: RunningApp,
  { home }: Workspace,
  form: Locator,
  [label, from]: [string, string],
) {
  const file = path.join(home, path.basename(from));
  copyFileSync(from, file);
  await answerOpenDialog(app, file);
  await form.getByRole('button', { name: `Choose file: ${label}` }).click();
  if (!app.electron) {
    const picker = app.page.getByRole('dialog', { name: `Choose a file: ${label}` });
    await picker.getByText(path.basename(file), { exact: true }).click();
    await picker.getByRole('button', { name: 'Open' }).click();
  }
  await expect(textField(form, label)).toHaveValue(file);
}

test('this machine and an engine behind TLS are hosts, and say what they do not have', async ({
  app,
  workspace,
}) => {
  needPeer(peers.mounts());
  const ca: TestCa = makeTestCa();
  ends.push(ca.end);
  const [server, client, other] = [ca.issue('server'), ca.issue('client'), makeTestCa()];
  ends.push(other.end);
  const port = await freePort();
  const dockerd = await startDockerd([
    ...['--tlsverify', '--tlscacert', ca.ca, '--tlscert', server.cert, '--tlskey', server.key],
    ...['-H', `tcp://127.0.0.1:${port}`],
  ]);
  ends.push(dockerd.end);
  const { page } = app;
  await openSection(page, 'Hosts');
  await page.getByRole('button', { name: 'Add host' }).first().click();
  const form = page.getByRole('dialog', { name: 'Add host' });
  await textField(form, 'Name').fill('desk');
  await choose(form, 'Connection', 'This machine');
  await textField(form, 'Docker socket').fill(dockerd.socket);
  await textField(form, 'Labels').fill('on my desk');
  await textField(form, 'Labels').press('Enter');
  await addHost(form);
  await expectState(page, 'desk', 'This machine');
  await expect(inspector(page)).toContainText('On this machine, use its own.');
  await expect(inspector(page)).toContainText('on my desk');
  await expect(inspector(page).getByRole('button', { name: 'Terminal' })).toBeHidden();
  // It is checked by itself: it is there to be asked.
  await expect(inspector(page)).toContainText(/API 1\.\d+/);

  await page.getByRole('button', { name: 'Add host' }).first().click();
  await textField(form, 'Name').fill('engine');
  await choose(form, 'Connection', 'Docker over TLS');
  await expect(textField(form, 'Port')).toHaveValue('2376');
  await textField(form, 'Address').fill('127.0.0.1');
  await textField(form, 'Port').fill(String(port));
  const certificate = textField(form, 'Client certificate');
  await chooseFile(app, workspace, form, ['CA', other.ca]);
  await chooseFile(app, workspace, form, ['Client certificate', client.cert]);
  await form.getByRole('button', { name: 'Add host' }).click();
  await expect(form).toContainText('Choose the key of this certificate.');
  await chooseFile(app, workspace, form, ['Key of the certificate', client.key]);
  await expect(certificate).not.toHaveValue('');
  await addHost(form);
  await inspector(page).getByRole('button', { name: 'Connect', exact: true }).click();
  await expectState(page, 'engine', 'Failed');
  await expect(inspector(page)).toContainText('a certificate that the CA you chose did not sign');
  await inspector(page).getByRole('button', { name: 'Change the certificates' }).click();
  const change = page.getByRole('dialog', { name: 'Edit engine' });
  await chooseFile(app, workspace, change, ['CA', ca.ca]);
  await change.getByRole('button', { name: 'Save' }).click();
  await expect(change).toBeHidden();
  await inspector(page).getByRole('button', { name: 'Connect', exact: true }).click();
  await expectState(page, 'engine', 'Connected');
  await inspector(page).getByRole('button', { name: 'Check health' }).click();
  await expect(inspector(page)).toContainText(/API 1\.\d+/);
  await expect(inspector(page)).toContainText('Only the Docker engine is reached.');
  expect(filesWith(workspace.data, 'PRIVATE KEY')).toEqual([]);
});

test('a server that asks gets its answers from a person, round by round', async ({ app, workspace }) => {
  needPeer(peers.mounts());
  const codes: CodeAccount = makeCodeAccount('flare-operator', 'canary-q4j-asked-password');
  ends.push(codes.end);
  const sshd = await startSshd([], codes.account);
  ends.push(sshd.end);
  const { page } = app;
  await addHost(await fillHost(page, 'north', sshd, 'Questions of the server'));
  await inspector(page).getByRole('button', { name: 'Connect', exact: true }).click();
  await trustKey(page, 'north', sshd);
  const dialog = page.getByRole('dialog', { name: 'north asks' });
  await expect(dialog).toContainText('This machine wants two answers.');
  const password = dialog.getByLabel('Password');
  await expect(password).toHaveAttribute('type', 'password');
  await password.fill(codes.account.password);
  await password.press('Enter');
  const code = dialog.getByLabel(/One-time password/);
  await code.fill(codes.nextCode());
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog).toBeHidden();
  await expectState(page, 'north', 'Connected');
  await inspector(page).getByRole('button', { name: 'Disconnect' }).click();
  await inspector(page).getByRole('button', { name: 'Connect', exact: true }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expectState(page, 'north', 'Waits for you');
  await expect(inspector(page)).toContainText('Connect again when you want to answer them.');
  expect(filesWith(workspace.folder, codes.account.password)).toEqual([]);
});

test('a server that shares no algorithm is shown with what each side offers', async ({ app }) => {
  needPeer(peers.sshd());
  const { page } = app;
  const old = await startSshd(['KexAlgorithms diffie-hellman-group1-sha1']);
  ends.push(old.end);
  await addHost(await fillHost(page, 'old', old, 'SSH agent'));
  await chooseMore(inspector(page), 'Check host key');
  const dialog = page.getByRole('dialog', { name: 'Key of old' });
  await expect(dialog).toContainText('share no way to talk');
  await dialog.getByText('Details', { exact: true }).click();
  await expect(dialog).toContainText('The server offers: diffie-hellman-group1-sha1');
  await expect(dialog).toContainText(/We offer: .*curve25519-sha256/);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  if (!app.electron) return;
  // The library of Electron has no ChaCha20: in the browser, this server is reached.
  const strict = await startSshd(['Ciphers chacha20-poly1305@openssh.com']);
  ends.push(strict.end);
  await addHost(await fillHost(page, 'strict', strict, 'SSH agent'));
  await chooseMore(inspector(page), 'Check host key');
  const second = page.getByRole('dialog', { name: 'Key of strict' });
  await second.getByText('Details', { exact: true }).click();
  await expect(second).toContainText('The server offers: chacha20-poly1305@openssh.com');
  await expect(second).toContainText(/We offer: .*aes128-gcm@openssh.com/);
});
