import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { readClipboard, writeClipboard } from './fixtures/clipboard';
import { type RunningApp, test as base, expect } from './fixtures/test';
import { seriousInBothThemes } from './pages/axe';
import { mod, openSection, runCommand, title } from './pages/shell';
import * as terminal from './pages/terminals';
import { type Sshd, startSshd } from './servers/sshd';

const { chooseView, enter, input, isRunning, numberSaid, openTerminal, pane, panes, placeOf, text, type } =
  terminal;

const test = base.extend<{ sshd: Sshd }>({
  sshd: async ({}, use) => {
    const sshd = await startSshd();
    await use(sshd);
    await sshd.end();
  },
});

test('what is typed is seen in every script, panes are split, and a closed tab ends what runs in it', async ({
  app,
  cli,
  sshd,
}) => {
  const { page } = app;
  await terminal.prepareTerminals(page, cli, sshd);
  await runCommand(page, 'terminal on north', 'Terminal on north');
  await expect(pane(page)).toHaveAttribute('data-state', 'open');
  await type(page, 'printf "Z\\303\\274rich \\346\\235\\261\\344\\272\\254 %s\\n" $((40+2))');
  await expect(text(page)).toContainText('Zürich 東京 42');
  await checkWidths(page);

  await enter(page, 'echo wide-$(stty size | cut -d" " -f2)-');
  const wide = await numberSaid(page, 'wide');
  await chooseView(page, 'Text of 18 px');
  await enter(page, 'echo large-$(stty size | cut -d" " -f2)-');
  expect(await numberSaid(page, 'large')).toBeLessThan(wide * 0.8);
  await chooseView(page, 'Text of 13 px');
  await page.getByRole('button', { name: 'Split to the right' }).click();
  await expect(panes(page)).toHaveCount(2);
  await expect(pane(page, 1)).toHaveAttribute('data-state', 'open');
  await enter(page, 'echo half-$(stty size | cut -d" " -f2)-');
  expect(await numberSaid(page, 'half')).toBeLessThan(wide * 0.6);

  await page.getByRole('button', { name: 'Broadcast', exact: true }).first().click();
  await page.getByRole('button', { name: 'Broadcast', exact: true }).click();
  await expect(page.getByText('What you type goes to 2 panes')).toBeVisible();
  await type(page, 'echo both-$((1+1))');
  await expect(text(page, 0)).toContainText('both-2');
  await expect(text(page, 1)).toContainText('both-2');
  await openTerminal(page);
  await expect(page.getByText('goes to this pane alone; broadcast is on in 2 others')).toBeVisible();
  await page.getByRole('button', { name: 'Close 2: north' }).click();
  await expect(page.getByText('What you type goes to 2 panes')).toBeVisible();
  await page.getByRole('button', { name: 'Stop broadcasting' }).click();
  await checkCopyAndPaste(app);
  await terminal.checkKeys(page);
  await terminal.checkRoom(page, wide);

  await enter(page, 'sleep 5811');
  await expect.poll(isRunning('sleep 5811')).toBe(true);
  await openSection(page, 'Logs');
  await page.keyboard.press(`${mod}+\``);
  await expect(title(page, 'Terminals')).toBeVisible();
  await expect(text(page, 1)).toContainText('both-2');
  expect(isRunning('sleep 5811')()).toBe(true);
  await page.getByRole('button', { name: 'Close 1: Training' }).click();
  await expect(page.getByRole('heading', { name: 'No terminal is open' })).toBeVisible();
  await expect.poll(isRunning('sleep 5811')).toBe(false);
});

test('the font is chosen, also by name, and rows and columns are those of its letters', async ({
  app: { page },
  cli,
  sshd,
}) => {
  await terminal.prepareTerminals(page, cli, sshd);
  await openTerminal(page);
  const rows = pane(page).locator('.xterm-rows');
  await expect(rows).toHaveCSS('font-family', /^"JetBrains Mono Variable"/);
  // What a program writes is seen sign by sign, as where the GPU draws it.
  await expect(rows).toHaveCSS('font-variant-ligatures', 'none');
  await enter(page, 'echo own-$(stty size | cut -d" " -f2)-');
  const own = await numberSaid(page, 'own');
  await chooseView(page, "This machine's monospace font");
  await expect(rows).toHaveCSS('font-family', /^ui-monospace/);

  await chooseView(page, 'Another font…');
  const dialog = page.getByRole('dialog', { name: 'Font of terminals' });
  await dialog.getByLabel('Name').fill('No Font of This Name');
  await expect(dialog.getByText('No font of this name is installed here.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Use this font' })).toBeDisabled();
  // Whichever the machine has: its W is much wider than a letter of a terminal's own font.
  const wide = spawnSync('fc-match', ['-f', '%{family[0]}', 'sans-serif'], { encoding: 'utf8' }).stdout;
  await dialog.getByLabel('Name').fill(wide);
  await expect(dialog.getByText('columns will not line up')).toBeVisible();
  expect(await seriousInBothThemes(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(rows).toHaveCSS('font-family', new RegExp(`^"?${wide}`));
  await enter(page, 'clear; echo named-$(stty size | cut -d" " -f2)-');
  expect(await numberSaid(page, 'named')).toBeLessThan(own * 0.8);
  await chooseView(page, 'JetBrains Mono');
  await enter(page, 'clear; echo again-$(stty size | cut -d" " -f2)-');
  expect(await numberSaid(page, 'again')).toBe(own);
});

/** The terminal says itself where its cursor is after wide, combined and newer characters. */
async function checkWidths(page: Page): Promise<void> {
  const written = '\\346\\235\\261\\344\\272\\254e\\314\\201\\360\\237\\247\\252|';
  await enter(page, `printf '${written}\\033[6n'; IFS=';' read -rsdR _ at; printf '\\ncolumn-%s-\\n' "$at"`);
  expect(await numberSaid(page, 'column')).toBe(9);
}

async function checkCopyAndPaste(app: RunningApp): Promise<void> {
  const { page } = app;
  await writeClipboard(app, 'nothing');
  await enter(page, 'clear; printf "%s\\n" take$((40+2))');
  const word = await placeOf(page, 'take42');
  await page.mouse.dblclick(word.x, word.y);
  await page.keyboard.press(`${mod}+Shift+C`);
  await expect.poll(() => readClipboard(app)).toBe('take42');
  await writeClipboard(app, 'nothing');
  await pane(page).getByRole('button', { name: 'Copy what is selected' }).click();
  await expect.poll(() => readClipboard(app)).toBe('take42');
  await checkContextMenu(app, word);

  await input(page).focus();
  await page.keyboard.type('tr a-z A-Z <<< "<');
  await page.keyboard.press(`${mod}+Shift+V`);
  await page.keyboard.type('>"');
  await page.keyboard.press('Enter');
  await expect(text(page)).toContainText('<TAKE42>');

  // Not a program that knows what is pasted.
  await enter(page, `clear; sh -c 'echo rea""dy; exec tr a-z A-Z'`);
  await expect(text(page)).toContainText('ready');
  await writeClipboard(app, 'one line\nand two\n');
  const question = page.getByRole('dialog', { name: 'Paste 2 lines?' });
  await page.keyboard.press(`${mod}+Shift+V`);
  await expect(question).toContainText('one line ⏎ and two');
  expect(await seriousInBothThemes(page)).toEqual([]);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(input(page)).toBeFocused();
  await expect(text(page)).not.toContainText('ONE LINE');
  await page.keyboard.press(`${mod}+Shift+V`);
  await question.getByRole('button', { name: 'Paste' }).click();
  await expect(input(page)).toBeFocused();
  await expect(text(page)).toContainText('ONE LINE');
  await expect(text(page)).toContainText('AND TWO');
  await page.keyboard.press('Control+d');
}

/** A browser has a menu of its own; the window offers what can be done with the text. */
async function checkContextMenu(app: RunningApp, word: { x: number; y: number }): Promise<void> {
  if (!app.electron) return;
  const menu = await app.electron.evaluateHandle(({ Menu }) => ({
    shown: new Promise<string[]>((resolve) => {
      Menu.prototype.popup = function (this: Electron.Menu) {
        resolve(this.items.filter(({ enabled, role }) => enabled && role).map(({ role }) => String(role)));
      };
    }),
  }));
  await app.page.mouse.click(word.x, word.y, { button: 'right' });
  expect(await menu.evaluate(({ shown }) => shown)).toEqual(expect.arrayContaining(['copy', 'paste']));
  await writeClipboard(app, 'nothing');
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.copy());
  await expect.poll(() => readClipboard(app)).toBe('take42');
}

test('5 MB of output are counted byte for byte while another pane answers', async ({ app, cli, sshd }) => {
  const { page } = app;
  await terminal.prepareTerminals(page, cli, sshd);
  await openTerminal(page);
  const size = 5_000_000;
  await enter(
    page,
    `exec sh -c 'stty raw -echo; printf "n""ow\\r\\n"; read go; yes 0123456789abcde | head -c ${size}; exec cat >/dev/null'`,
  );
  await expect(text(page)).toContainText('now');
  const bytes = async () => Number(await pane(page).locator('[data-bytes]').getAttribute('data-bytes'));
  const before = await bytes();
  await page.getByRole('button', { name: 'Split to the right' }).click();
  await expect(pane(page, 1)).toHaveAttribute('data-state', 'open');
  await input(page).focus();
  // A raw terminal takes Enter for a return, which ends no line.
  await page.keyboard.type('go');
  await page.keyboard.press('Control+j');
  await type(page, 'echo an$((40+2))swer', 1);
  await expect(text(page, 1)).toContainText('an42swer');
  await expect.poll(async () => (await bytes()) - before, { timeout: 60_000 }).toBe(size);

  await chooseView(page, 'Keep 1,000 lines');
  await checkSearch(page);
  const ground = () =>
    pane(page)
      .locator('.xterm-scrollable-element')
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(ground).toBe('rgb(255, 255, 255)');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ground).not.toBe('rgb(255, 255, 255)');

  await enter(page, 'sleep 5812', 1);
  await expect.poll(isRunning('sleep 5812')).toBe(true);
  await app.close();
  await expect.poll(isRunning('sleep 5812')).toBe(false);
});

/** In the second pane, which keeps the last thousand lines of three thousand. */
async function checkSearch(page: Page): Promise<void> {
  await enter(page, 'seq -f "line %.0f." 3000', 1);
  await expect(text(page, 1)).toContainText('line 3000.');
  await page.keyboard.press(`${mod}+Shift+F`);
  const field = page.getByRole('searchbox', { name: 'Search in the terminal' });
  await expect(field).toBeFocused();
  await field.fill('00.');
  await field.press('Enter');
  await expect(text(page, 1)).toContainText('line 2900.');
  await field.press('Enter');
  await expect(text(page, 1)).toContainText('line 2800.');
  await field.press('Shift+Enter');
  await expect(text(page, 1)).toContainText('line 2900.');
  await pane(page, 1).getByRole('button', { name: 'The one before' }).click();
  await expect(text(page, 1)).toContainText('line 2800.');
  await pane(page, 1).getByRole('button', { name: 'The next one' }).click();
  await expect(text(page, 1)).toContainText('line 2900.');
  await expect(pane(page, 1).getByRole('status')).toBeEmpty();
  expect(await seriousInBothThemes(page)).toEqual([]);

  await field.fill('line 1900.');
  await expect(pane(page, 1).getByRole('status')).toHaveText('Not found');
  await field.fill('line 2100.');
  await expect(text(page, 1)).toContainText('line 2100.');
  await expect(pane(page, 1).getByRole('status')).toBeEmpty();
  await field.press('Escape');
  await expect(field).toBeHidden();
  await expect(input(page, 1)).toBeFocused();
}

test('a lost connection is marked, a new shell comes with it, and all end with their page', async ({
  app,
  cli,
  sshd,
}) => {
  const { page } = app;
  await terminal.prepareTerminals(page, cli, sshd);
  await openTerminal(page);
  await type(page, 'echo be$((1+1))fore');
  await expect(text(page)).toContainText('be2fore');
  await sshd.kill();
  await expect(pane(page)).toHaveAttribute('data-state', 'lost');
  await expect(text(page)).toContainText('connection lost');
  await sshd.restart();
  await expect(pane(page)).toHaveAttribute('data-state', 'open', { timeout: 40_000 });
  await expect(text(page)).toContainText('new shell');
  await type(page, 'echo af$((1+1))ter');
  await expect(text(page)).toContainText('af2ter');

  await checkLinks(app);
  await checkGpu(page);
  await enter(page, 'sleep 5813');
  await expect.poll(isRunning('sleep 5813')).toBe(true);
  await page.reload();
  await openTerminal(page);
  await enter(page, 'sleep 5814');
  await expect.poll(isRunning('sleep 5814')).toBe(true);
  await losePage(app);
  for (const args of ['sleep 5813', 'sleep 5814'])
    await expect.poll(isRunning(args), { timeout: 30_000 }).toBe(false);
});

/** The page is gone without a word: it crashes in the window, and is closed in a browser. */
async function losePage({ electron, page }: RunningApp): Promise<void> {
  if (!electron) return page.close();
  const crashed = page.waitForEvent('crash');
  await electron.evaluate(({ BrowserWindow, dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await crashed;
  // As the person chose in the dialog, it is loaded again.
  const heading = () =>
    electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        'document.querySelector("h1")?.textContent',
      ),
    );
  await expect.poll(heading).toBe('Terminals');
}

/** Links of the web lead into the person's browser with the key held, and nowhere else. */
async function checkLinks(app: RunningApp): Promise<void> {
  const { page } = app;
  const asked: { url?: string; referer?: string }[] = [];
  const server = createServer(({ url, headers: { referer } }, answer) => {
    asked.push({ url, referer });
    answer.end('from the link');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/from?a=1`;
  const hidden = (target: string, words: string) =>
    `\\033]8;;${target}\\033\\\\${words}\\033]8;;\\033\\\\\\n`;
  try {
    await enter(page, `clear; printf '${hidden('file:///etc/passwd', 'a file')}${hidden(address, 'docs')}'`);
    const file = await placeOf(page, 'a file');
    const link = await placeOf(page, 'docs');
    const screen = pane(page).locator('.xterm-screen');
    await page.mouse.move(link.x, link.y);
    await expect(screen).toHaveClass(/xterm-cursor-pointer/);
    await expect(pane(page).getByTitle(address)).toBeVisible();
    await page.mouse.move(file.x, file.y);
    await expect(screen).not.toHaveClass(/xterm-cursor-pointer/);
    const click = async ({ x, y }: typeof link) => {
      await page.mouse.move(x, y);
      await page.mouse.click(x, y);
    };
    await click(link);
    const opened = await opensNext(app);
    await page.keyboard.down(mod);
    await click(file);
    await click(link);
    await page.keyboard.up(mod);
    expect(await opened()).toEqual([address]);
    expect(asked.filter(({ url }) => url?.startsWith('/from'))).toEqual(
      app.electron ? [] : [{ url: '/from?a=1' }],
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/**
 * Gives how to wait for what is opened next, and whatever was opened with it. The window asks first, naming where the
 * link leads.
 */
async function opensNext({ electron, page }: RunningApp): Promise<() => Promise<string[]>> {
  if (!electron) {
    const next = page.context().waitForEvent('page');
    return async () => {
      const opened = await next;
      await expect(opened.getByText('from the link')).toBeVisible();
      expect(await opened.evaluate(() => window.opener === null)).toBe(true);
      const others = page
        .context()
        .pages()
        .filter((each) => each !== page);
      const urls = others.map((each) => each.url());
      await opened.close();
      return urls;
    };
  }
  const noted = await electron.evaluateHandle(({ dialog, shell }) => ({
    opened: new Promise<string[]>((resolve) => {
      const questions: string[] = [];
      dialog.showMessageBox = (...args: unknown[]) => {
        questions.push((args.at(-1) as Electron.MessageBoxOptions).detail?.split('\n').at(-1) ?? '');
        return Promise.resolve({ response: 0, checkboxChecked: false });
      };
      shell.openExternal = (url) =>
        Promise.resolve(resolve(questions.concat(url).filter((each, at, all) => all.indexOf(each) === at)));
    }),
  }));
  return () => noted.evaluate(({ opened }) => opened);
}

/** WebGL draws what is looked at and nothing else, and what it loses is drawn without it. */
async function checkGpu(page: Page): Promise<void> {
  const canvases = pane(page).locator('.xterm-screen canvas');
  await expect(canvases).toHaveCount(0);
  await chooseView(page, 'Always draw with the GPU');
  await expect(canvases).not.toHaveCount(0);
  const drawn = await page.evaluateHandle(() =>
    [...document.querySelectorAll<HTMLCanvasElement>('.xterm-screen canvas')]
      .map((canvas) => canvas.getContext('webgl2'))
      .find((context) => context !== null)!,
  );
  await openSection(page, 'Logs');
  expect(await drawn.evaluate((context) => context.isContextLost())).toBe(true);
  await page.keyboard.press(`${mod}+\``);
  await expect(canvases).not.toHaveCount(0);
  await canvases.evaluateAll((all: HTMLCanvasElement[]) =>
    all.forEach((canvas) => canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext()),
  );
  await enter(page, 'echo ke$((1+1))pt');
  await expect(text(page)).toContainText('ke2pt');
  await expect(canvases).toHaveCount(0);
  await expect(pane(page).locator('.xterm-rows')).toContainText('ke2pt');
}
