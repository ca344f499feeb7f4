import { spawnSync } from 'node:child_process';
import { type Locator, type Page, expect } from '@playwright/test';
import type { CommandLine } from '../fixtures/command-line';
import type { Sshd } from '../servers/sshd';
import { seriousInBothThemes } from './axe';
import { mod, openSection } from './shell';

/** A host `north` whose key is trusted, and terminals whose text is in the page unless `changes` say otherwise. */
export async function prepareTerminals(
  page: Page,
  cli: CommandLine,
  sshd: Sshd,
  changes: { scrollback?: number; screenReader?: boolean } = {},
): Promise<void> {
  await page.evaluate(
    (state) => localStorage.setItem('fedwright.terminals', JSON.stringify({ state, version: 0 })),
    { scrollback: 5000, fontSize: 13, screenReader: true, ...changes },
  );
  await page.reload();
  const { address, port, username } = sshd;
  const grantId = sshd.keyFile;
  const { id } = await cli.call<{ id: string }>('hosts.create', {
    ...{ name: 'north', kind: 'ssh', address, port, username, auth: 'key', keyGrantId: grantId },
  });
  await cli.call('hosts.trustKey', { hostId: id, fingerprint256: sshd.fingerprint256 });
}

export const panes = (page: Page): Locator => page.getByRole('region', { name: 'Terminal on north' });
export const pane = (page: Page, index = 0): Locator => panes(page).nth(index);
/** What can be read on its screen now. */
export const text = (page: Page, index = 0): Locator =>
  pane(page, index).locator('.xterm-accessibility-tree');
/** Where it takes keys. */
export const input = (page: Page, index = 0): Locator =>
  pane(page, index).getByRole('textbox', { name: 'Terminal input' });

export async function openTerminal(page: Page): Promise<void> {
  await openSection(page, 'Terminals');
  await page.getByRole('button', { name: 'New terminal' }).click();
  await page.getByRole('menuitem', { name: 'north' }).click();
  await expect(pane(page)).toHaveAttribute('data-state', 'open');
}

/** Chooses how terminals are shown. */
export async function chooseView(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemradio', { name: label }).click();
}

/** As by keys. */
export async function type(page: Page, line: string, index = 0): Promise<void> {
  await input(page, index).focus();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

/**
 * As pasted, and not by the clipboard: for what only leads to something. Each key is a call to the page and one to the
 * host, which takes most of the time of a long line.
 */
export async function enter(page: Page, line: string, index = 0): Promise<void> {
  await input(page, index).focus();
  await input(page, index).evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, line);
  await page.keyboard.press('Enter');
}

/** The number that a line such as `word-42-` says, once it is there. */
export async function numberSaid(page: Page, word: string, index = 0): Promise<number> {
  const said = new RegExp(`${word}-(\\d+)-`);
  await expect(text(page, index)).toContainText(said);
  return Number(said.exec((await text(page, index).textContent()) ?? '')?.[1]);
}

/** Where a line on the screen is that reads so, and begins: in its first character. */
export async function placeOf(page: Page, line: string): Promise<{ x: number; y: number }> {
  const row = text(page).getByText(line, { exact: true }).last();
  await expect(row).toBeVisible();
  const box = await row.boundingBox();
  const screen = await pane(page).locator('.xterm-screen').boundingBox();
  if (!box || !screen) throw new Error(`"${line}" has no place on the screen`);
  return { x: screen.x + 4, y: box.y + box.height / 2 };
}

/** Whether a process of just these words is there on the host. */
export const isRunning = (args: string) => (): boolean =>
  spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout.split('\n').includes(args);

/**
 * Until the shell of the pane that has the keyboard answers. One that is closed before has not read all of its start
 * files, of which some take locks that every later shell of this person waits for.
 */
async function waitForShell(page: Page, index: number): Promise<void> {
  await expect(pane(page, index)).toHaveAttribute('data-state', 'open');
  await type(page, 'echo up-$((1+1))', index);
  await expect(text(page, index)).toContainText('up-2');
}

/** Panes and tabs by the keyboard alone, while the shell has it; two panes are there before and after. */
export async function checkKeys(page: Page): Promise<void> {
  const press = (keys: string) => page.keyboard.press(`${mod}+${keys}`);
  await input(page, 1).focus();
  await press('F6');
  await expect(input(page, 0)).toBeFocused();
  await press('Shift+F6');
  await expect(input(page, 1)).toBeFocused();
  await press('Shift+L');
  await expect(panes(page)).toHaveCount(3);
  await expect(input(page, 2)).toBeFocused();
  await waitForShell(page, 2);
  await press('Shift+E');
  await expect(panes(page)).toHaveCount(4);
  await waitForShell(page, 3);
  await press('Shift+X');
  await expect(panes(page)).toHaveCount(3);
  await expect(input(page, 0)).toBeFocused();
  await press('Shift+F6');
  await press('Shift+X');
  await expect(panes(page)).toHaveCount(2);
  await expect(input(page, 0)).toBeFocused();
}

/** What the divider between two panes does, and the name of a tab. */
export async function checkRoom(page: Page, wide: number): Promise<void> {
  const divider = page.getByRole('separator', { name: 'Divider between panes' });
  await pane(page).click();
  for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press(`${mod}+Shift+ArrowLeft`);
  await expect(divider).toHaveAttribute('aria-valuenow', '40');
  const [at, left] = [await divider.boundingBox(), await pane(page).boundingBox()];
  if (!at || !left) throw new Error('the divider has no place');
  await page.mouse.move(at.x + at.width / 2, at.y + 40);
  await page.mouse.down();
  await page.mouse.move(left.x + left.width / 2, at.y + 40, { steps: 4 });
  await page.mouse.up();
  await expect(divider).toHaveAttribute('aria-valuenow', '20');
  await enter(page, 'clear; echo fifth-$(stty size | cut -d" " -f2)-');
  expect(await numberSaid(page, 'fifth')).toBeLessThan(wide * 0.25);
  expect(await seriousInBothThemes(page)).toEqual([]);
  await divider.dblclick();
  await expect(divider).toHaveAttribute('aria-valuenow', '50');

  await page.getByRole('button', { name: 'Rename 1: north' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rename this tab' });
  await dialog.getByLabel('Name').fill('Training');
  await page.keyboard.press('Enter');
  const tab = page.getByRole('button', { name: '1: Training 2 panes', exact: true });
  await expect(tab).toBeVisible();
  await input(page).focus();
  await page.keyboard.press(`${mod}+Shift+Enter`);
  await expect(page.getByRole('button', { name: '2: north', exact: true })).toBeVisible();
  await waitForShell(page, 0);
  await page.getByRole('button', { name: 'Close 2: north' }).click();
  await expect(tab).toHaveAttribute('aria-current', 'true');
}
