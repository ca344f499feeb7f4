import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { type Locator, type Page, expect } from '@playwright/test';
import { answerOpenDialog } from '../fixtures/dialogs';
import type { RunningApp } from '../fixtures/running-app';
import type { Workspace } from '../fixtures/workspace';
import type { Sshd } from '../servers/sshd';
import { openSection, row, table, textField } from './shell';

/** Which of the ways to log in the form is to choose. */
export type LogIn = 'SSH agent' | 'Key file' | 'Password' | 'Questions of the server';

/** Fills the form of a new host as far as the way to log in, and leaves it open. */
export async function fillHost(page: Page, name: string, sshd: Sshd, logIn: LogIn): Promise<Locator> {
  await openSection(page, 'Hosts');
  await page.getByRole('button', { name: 'Add host' }).first().click();
  const form = page.getByRole('dialog', { name: 'Add host' });
  await textField(form, 'Name').fill(name);
  await textField(form, 'Address').fill(sshd.address);
  await textField(form, 'Port').fill(String(sshd.port));
  await textField(form, 'User').fill(sshd.username);
  if (logIn !== 'SSH agent') await choose(form, 'Log in with', logIn);
  return form;
}

/** Chooses in one of the lists of a form. */
export async function choose(form: Locator, list: string, option: string): Promise<void> {
  await form.getByRole('combobox', { name: list }).click();
  await form.page().getByRole('option', { name: option, exact: true }).click();
}

/** Chooses the key of the server's client, which is put into the home directory first. */
export async function chooseKey(app: RunningApp, { home }: Workspace, form: Locator, sshd: Sshd) {
  const file = path.join(home, `key-${sshd.port}`);
  copyFileSync(sshd.keyFile, file);
  await answerOpenDialog(app, file);
  await form.getByRole('button', { name: 'Choose key file' }).click();
  if (!app.electron) {
    const picker = app.page.getByRole('dialog', { name: 'Choose a private key' });
    await picker.getByText(path.basename(file), { exact: true }).click();
    await picker.getByRole('button', { name: 'Open' }).click();
  }
  await expect(textField(form, 'Key file')).toHaveValue(file);
}

/** Ends the form and waits until the host is there, with its inspector open. */
export async function addHost(form: Locator): Promise<void> {
  await form.getByRole('button', { name: 'Add host' }).click();
  await expect(form).toBeHidden();
}

/** What the inspector offers for the host that is open. */
export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });

/** Connects, and trusts the key after having compared it with the one of the server. */
export async function connectFirst(page: Page, name: string, sshd: Sshd): Promise<void> {
  await inspector(page).getByRole('button', { name: 'Connect', exact: true }).click();
  await trustKey(page, name, sshd);
}

/** Compares the key that is asked about with the one of the server, and trusts it. */
export async function trustKey(page: Page, name: string, sshd: Sshd): Promise<void> {
  const dialog = page.getByRole('dialog', { name: `Key of ${name}` });
  await expect(dialog).toContainText(sshd.fingerprint256);
  await dialog.getByRole('button', { name: 'Trust this key' }).click();
  await expect(dialog).toBeHidden();
}

/** Waits until the list says so. */
export const expectState = (page: Page, name: string, state: string): Promise<void> =>
  expect(row(table(page, 'Hosts'), name)).toContainText(state);
