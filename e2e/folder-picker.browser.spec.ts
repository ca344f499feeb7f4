import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures/test';
import { choose } from './pages/hosts';
import { openSection, textField } from './pages/shell';

test('a key of the usual folder is chosen by the list or by its path, and a wrong path leaves the list', async ({
  app: { page },
  workspace: { home },
}) => {
  mkdirSync(path.join(home, '.ssh'));
  const key = path.join(home, '.ssh', 'id_ed25519');
  writeFileSync(key, 'a key');
  writeFileSync(path.join(home, '.ssh', 'id_other'), 'a key');
  mkdirSync(path.join(home, 'nothing'));
  await openSection(page, 'Hosts');
  await page.getByRole('button', { name: 'Add host' }).first().click();
  const form = page.getByRole('dialog', { name: 'Add host' });
  await choose(form, 'Log in with', 'Key file');
  const chooseFile = form.getByRole('button', { name: 'Choose key file' });
  await chooseFile.click();
  const picker = page.getByRole('dialog', { name: 'Choose a private key' });
  const list = picker.getByRole('list', { name: 'Files and folders' });
  // By the keyboard, which stays in the list, be it empty.
  await list.getByRole('button', { name: 'nothing', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(list).toBeFocused();
  await picker.getByRole('button', { name: 'Up one folder' }).click();
  await list.getByRole('button', { name: '.ssh', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { name: 'id_ed25519' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { name: 'id_other', pressed: true })).toBeVisible();

  const field = textField(picker, 'Path');
  await expect(field).toHaveValue(path.join(home, '.ssh'));
  await field.fill('~/.ssh/id_none');
  await page.keyboard.press('Enter');
  await expect(picker).toContainText(`"${path.join(home, '.ssh', 'id_none')}" does not exist.`);
  await expect(list.getByRole('button', { name: 'id_ed25519' })).toBeVisible();
  await field.fill('/');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { name: 'etc', exact: true })).toBeVisible();
  await expect(picker.getByRole('button', { name: 'Open' })).toBeDisabled();
  await field.fill('~/.ssh/id_ed25519');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { name: 'id_ed25519', pressed: true })).toBeVisible();
  await picker.getByRole('checkbox', { name: 'Show what begins with a dot' }).uncheck();
  await field.fill('~');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(home);
  await expect(list.getByRole('button', { name: '.ssh', exact: true })).toBeHidden();
  await field.fill('.ssh/id_ed25519');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { name: 'id_ed25519', pressed: true })).toBeVisible();
  await picker.getByRole('button', { name: 'Open' }).click();
  await expect(textField(form, 'Key file')).toHaveValue(key);
  await expect(chooseFile).toBeFocused();

  // What was typed and not gone to is what is meant all the same.
  await chooseFile.click();
  await field.fill('.ssh/id_none');
  await picker.getByRole('button', { name: 'Open' }).click();
  await expect(picker).toContainText(`"${path.join(home, '.ssh', 'id_none')}" does not exist.`);
  await field.fill('.ssh/id_other');
  await page.keyboard.press('Control+Enter');
  await expect(textField(form, 'Key file')).toHaveValue(path.join(home, '.ssh', 'id_other'));
});
