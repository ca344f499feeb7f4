import { type Locator, type Page, expect } from '@playwright/test';
import { seriousInBothThemes } from './axe';
import { chooseMore, openSection, row, table } from './shell';

export const board = (page: Page): Locator => table(page, 'Deployments');

/** Selects the kits of these participants in the list and opens the form that sends them. */
export async function chooseKits(page: Page, participants: string[]): Promise<Locator> {
  await openSection(page, 'Kits');
  for (const name of participants) await row(table(page, 'Kits'), name).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Send to hosts' }).click();
  const form = page.getByRole('dialog', { name: `Send ${participants.length} kits` });
  await expect(form.getByRole('list', { name: 'Kits and their places' })).toBeVisible();
  return form;
}

/** Begins at a host: opens the form that sends these participants' kits there. */
export async function chooseKitsFor(page: Page, host: string, participants: string[]): Promise<Locator> {
  await openSection(page, 'Hosts');
  await row(table(page, 'Hosts'), host).click();
  await chooseMore(page.getByRole('complementary', { name: 'Inspector' }), 'Send kits');
  const which = page.getByRole('dialog', { name: `Send kits to ${host}` });
  for (const name of participants) await row(table(page, 'Kits to send'), name).getByRole('checkbox').click();
  expect(await seriousInBothThemes(page)).toEqual([]);
  await which.getByRole('button', { name: 'Go on' }).click();
  return page.getByRole('dialog', { name: `Send ${participants.length} kits` });
}

/** Looks what it would do, and does it. */
export async function sendKits(form: Locator, count: number): Promise<void> {
  await form.getByRole('button', { name: 'Preview' }).click();
  await expect(form.getByRole('list', { name: 'What will be done' })).toBeVisible({ timeout: 30_000 });
  await form.getByRole('button', { name: `Send ${count} ${count === 1 ? 'kit' : 'kits'}` }).click();
  await expect(form).toBeHidden();
}

/** Waits until the list says so of a participant. */
export const expectPhase = (
  page: Page,
  participant: string,
  phase: string | RegExp,
  timeout = 45_000,
): Promise<void> => expect(row(board(page), participant)).toContainText(phase, { timeout });

export async function selectAll(page: Page): Promise<void> {
  await board(page).getByRole('columnheader').getByRole('checkbox').click();
}
