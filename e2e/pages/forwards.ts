import { type Locator, type Page, expect } from '@playwright/test';
import { row, runCommand, table, textField, title } from './shell';

interface Forwarded {
  /** In the table. */
  line: Locator;
  /** That opens it in the browser. */
  link: Locator;
  /** Of this machine. */
  address: string;
}

/** Forwards a port of the only host there is. */
export async function forwardPort(page: Page, port: number): Promise<Forwarded> {
  await runCommand(page, 'forwarded', 'Forwarded ports');
  await expect(title(page, 'Forwarded ports')).toBeVisible();
  await page.getByRole('button', { name: 'Forward a port' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forward a port' });
  await textField(dialog, 'Port').fill(String(port));
  await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
  const line = row(table(page, 'Forwarded ports'), `127.0.0.1:${port}`);
  await expect(line).toContainText('Open');
  const link = line.getByRole('link', { name: /in the browser$/ });
  return { line, link, address: (await link.getAttribute('href')) ?? '' };
}
