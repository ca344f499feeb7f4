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
import { go, openSection, row, table, textField } from './pages/shell';
import { needPeer, peers } from './servers/peers';
import { startSshd } from './servers/sshd';

const far = { kind: 'ssh', address: '192.0.2.1', port: 22, username: 'flare' };

test('the form of a host takes an address as people have it, and goes to what is wrong', async ({
  app: { page },
  cli,
}) => {
  await cli.call('hosts.create', { ...far, name: 'North' });
  await page.setViewportSize({ width: 1024, height: 600 });
  await openSection(page, 'Hosts');
  // The form knows of those that the page has.
  await expect(row(table(page, 'Hosts'), 'North')).toBeVisible();
  await page.getByRole('button', { name: 'Add host' }).first().click();
  const form = page.getByRole('dialog', { name: 'Add host' });
  await textField(form, 'Name').fill('north');
  await textField(form, 'Address').fill('ssh -p 2222 operator@gpu.example.org');
  await page.keyboard.press('Tab');
  await expect(textField(form, 'Address')).toHaveValue('gpu.example.org');
  await expect(textField(form, 'Port')).toHaveValue('2222');
  await expect(textField(form, 'User')).toHaveValue('operator');
  await textField(form, 'Notes').focus();
  await form.getByRole('button', { name: 'Add host' }).click();
  await expect(textField(form, 'Name')).toBeFocused();
  await expect(form).toContainText('There is already a host named "North". Choose another name.');

  // What only the app finds out is said below the fields, where the form is longer than the window.
  await textField(form, 'Name').fill('south');
  await choose(form, 'Log in with', 'SSH agent');
  await cli.call('hosts.create', { ...far, name: 'gate' });
  await choose(form, 'Jump host', 'gate');
  const gate = (await cli.call<{ id: string; name: string }[]>('hosts.list')).find(
    ({ name }) => name === 'gate',
  );
  await cli.call('hosts.remove', { hostId: gate?.id });
  await textField(form, 'Name').focus();
  // Not while someone types on in a field that would move.
  await form.evaluate((dialog) => {
    dialog.querySelector<HTMLButtonElement>('button[type="submit"]')?.click();
    const field = document.activeElement;
    if (field instanceof HTMLInputElement) field.setRangeText('-1');
    field?.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  await expect(form.getByRole('alert')).toBeAttached();
  await expect(form.getByRole('alert')).not.toBeInViewport();
  // Enter in the field of the address sends what it means, without leaving it.
  await textField(form, 'Address').fill('ssh://flare@gpu.example.org:2200');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toBeInViewport({ ratio: 0.9 });
  await expect(textField(form, 'Address')).toBeFocused();
  await expect(textField(form, 'Address')).toHaveValue('gpu.example.org');
  await expect(textField(form, 'Port')).toHaveValue('2200');
});

test('a dialog gives the focus back to what opened it, a menu and a button that worked meanwhile included', async ({
  app,
  workspace,
}) => {
  const { page } = app;
  needPeer(peers.sshd());
  const sshd = await startSshd();
  try {
    await openSection(page, 'Hosts');
    const add = page.getByRole('button', { name: 'Add host' }).first();
    await add.focus();
    await page.keyboard.press('Enter');
    await expect(textField(page.getByRole('dialog'), 'Name')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(add).toBeFocused();

    const form = await fillHost(page, 'north', sshd, 'Key file');
    await chooseKey(app, workspace, form, sshd);
    await addHost(form);
    const more = inspector(page).getByRole('button', { name: 'More actions' });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Edit' }).press('Enter');
    await expect(page.getByRole('dialog', { name: 'Edit north' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(more).toBeFocused();

    const connect = inspector(page).getByRole('button', { name: 'Connect', exact: true });
    await connect.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Key of north' })).toContainText(sshd.fingerprint256);
    await page.keyboard.press('Escape');
    await expect(connect).toBeFocused();
    await connectFirst(page, 'north', sshd);
    const disconnect = inspector(page).getByRole('button', { name: 'Disconnect' });
    await expect(disconnect).toBeFocused();
    // Held down, a key does not press what the button has become: that would be a login.
    await page.keyboard.down('Enter');
    await expect(connect).toBeFocused();
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await page.keyboard.press('Enter');
    await expect(disconnect).toBeFocused();
    // What opened it is gone with what it stood in: the list next to it takes the keys.
    await inspector(page).getByRole('button', { name: 'More actions' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Remove' }).press('Enter');
    const ask = page.getByRole('dialog', { name: /Remove/ });
    await ask.getByRole('button', { name: 'Remove' }).press('Enter');
    await expect(ask).toBeHidden();
    await expect(page.getByRole('main')).toBeFocused();
  } finally {
    await sshd.end();
  }
});

test('a menu of more hosts than the window has room for stays inside it', async ({ app: { page }, cli }) => {
  const names = Array.from({ length: 40 }, (_, index) => `site-${String(index).padStart(2, '0')}`);
  for (const name of names) await cli.call('hosts.create', { ...far, name });
  await page.setViewportSize({ width: 1024, height: 700 });
  await openSection(page, 'Hosts');
  await expect(row(table(page, 'Hosts'), 'site-00')).toBeVisible();
  await openSection(page, 'Terminals');
  await page.getByRole('button', { name: 'New terminal' }).first().click();
  const menu = page.getByRole('menu');
  // It rises to where it stays.
  await expect(menu.getByRole('menuitem', { name: 'site-00' })).toBeInViewport();
  const bottom = async () => {
    const box = await menu.boundingBox();
    return box === null ? Infinity : box.y + box.height;
  };
  await expect.poll(bottom).toBeLessThanOrEqual(700);
  await menu.getByRole('menuitem', { name: 'site-39' }).scrollIntoViewIfNeeded();
  await expect(menu.getByRole('menuitem', { name: 'site-39' })).toBeInViewport({ ratio: 1 });
});

test('a folder and a terminal of a host whose key nobody has seen lead to where it is asked about', async ({
  app: { page },
  cli,
}) => {
  needPeer(peers.sshd());
  const sshd = await startSshd();
  try {
    const { address, port, username, keyFile: keyGrantId } = sshd;
    const { id } = await cli.call<{ id: string }>('hosts.create', {
      ...{ name: 'fresh', kind: 'ssh', address, port, username, auth: 'key', keyGrantId },
    });
    await openSection(page, 'Hosts');
    await expect(row(table(page, 'Hosts'), 'fresh')).toBeVisible();
    await go(page, `/containers?host=${id}`);
    await expect(page.getByRole('list', { name: 'Hosts' })).toContainText('Waits for you');
    await go(page, `/terminals?host=${id}`);
    await page.getByRole('main').getByRole('button', { name: 'Look at the host' }).click();
    await expect(inspector(page).getByRole('heading', { level: 2, name: 'fresh' })).toBeVisible();
    await go(page, `/hosts/${id}/files`);
    await expect(page.getByRole('alert')).toContainText('The key of "fresh" was never seen before.');
    await page.getByRole('main').getByRole('button', { name: 'Look at the host' }).click();
    await inspector(page).getByRole('button', { name: 'Look at the key' }).click();
    await trustKey(page, 'fresh', sshd);
    await expectState(page, 'fresh', 'Connected');
    await inspector(page).getByRole('button', { name: 'Files' }).click();
    await expect(page.getByRole('navigation', { name: 'Path' })).toBeVisible();
    // What was typed stays to be put right, and goes when it has led somewhere.
    const typed = page.getByLabel('Go to path');
    await typed.fill('/etc/ssh-config');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('"/etc/ssh-config" is not on the host.');
    await expect(typed).toHaveValue('/etc/ssh-config');
    await typed.fill('/etc/ssh');
    await page.keyboard.press('Enter');
    await expect(row(table(page, 'Files'), 'sshd_config')).toBeVisible();
    await expect(typed).toHaveValue('');
    // It may have led to where one was; what is being typed while a folder is read is left alone.
    await typed.fill('/etc/ssh/');
    await page.keyboard.press('Enter');
    await expect(typed).toHaveValue('');
    await typed.fill('/et');
    const etc = page
      .getByRole('navigation', { name: 'Path' })
      .getByRole('button', { name: 'etc', exact: true });
    await etc.click();
    await expect(etc).toHaveAttribute('aria-current', 'page');
    await expect(typed).toHaveValue('/et');
  } finally {
    await sshd.end();
  }
});
