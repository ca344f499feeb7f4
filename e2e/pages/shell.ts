import { type Locator, type Page, expect } from '@playwright/test';

export type SectionName =
  | 'Overview'
  | 'Projects'
  | 'Kits'
  | 'Certificates'
  | 'Signing'
  | 'Hosts'
  | 'Containers'
  | 'Deployments'
  | 'Terminals'
  | 'Local federations'
  | 'Audit'
  | 'Logs'
  | 'Settings';

/** Goes to a section by the sidebar and waits for its title. */
export async function openSection(page: Page, name: SectionName): Promise<void> {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name }).click();
  await expect(title(page, name)).toBeVisible();
}

/** The title line of the page that is open. */
export const title = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });

/** A table by its name. */
export const table = (page: Page, name: string): Locator => page.getByRole('grid', { name, exact: true });

/** The row whose cell says exactly `text`. */
export const row = (of: Locator, text: string): Locator =>
  of.getByRole('row').filter({ has: of.page().getByText(text, { exact: true }) });

/** A line of text by its label, which a required field ends with an asterisk. */
export const textField = (of: Locator, label: string): Locator =>
  of.getByRole('textbox', { name: new RegExp(`^${label}( \\*)?$`) });

/** Chooses what the first menu of further actions has in it. */
export async function chooseMore(of: Page | Locator, name: string): Promise<void> {
  await of.getByRole('button', { name: 'More actions' }).first().click();
  await ('page' in of ? of.page() : of).getByRole('menuitem', { name }).click();
}

/** The tray behind the button in the top bar. */
export async function openTray(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^Tasks,/ }).click();
  const tray = page.getByRole('dialog', { name: 'Tasks' });
  await expect(tray).toBeVisible();
  return tray;
}

/** Closes the notes that are there, as a person would that does not wait until they go. */
export async function closeNotes(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const close of document.querySelectorAll<HTMLElement>('[data-sonner-toast] [data-close-button]'))
      close.click();
  });
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0);
}

/** The key that stands for Ctrl or Cmd. */
export const mod = process.platform === 'darwin' ? 'Meta' : 'Control';

/** Opens the palette, types, and runs what begins with `label`. */
export async function runCommand(page: Page, words: string, label: string): Promise<void> {
  await page.getByRole('main').or(page.getByRole('dialog')).first().waitFor();
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  // Keys that come before the page is there are nobody's, and it listens a moment after it is seen.
  await expect(async () => {
    // The same keys close it.
    if (!(await palette.isVisible())) await page.keyboard.press(`${mod}+k`);
    await expect(palette).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 15_000 });
  await palette.getByRole('combobox').fill(words);
  await palette.getByRole('option', { name: new RegExp(`^${label}`) }).click();
  await expect(palette).toBeHidden();
}

/** Goes to a route by its address, as a link does. */
export const go = (page: Page, route: string): Promise<void> =>
  page.evaluate((hash) => void (location.hash = hash), `#${route}`);
