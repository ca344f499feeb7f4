import { spawnSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { test as base, expect } from './fixtures/test';
import { mod, openSection, runCommand, title } from './pages/shell';
import { type Sshd, startSshd } from './servers/sshd';

const test = base.extend<{ sshd: Sshd }>({
  sshd: async ({}, use) => {
    const sshd = await startSshd();
    await use(sshd);
    await sshd.end();
  },
});

/** A host whose key is trusted, and terminals whose text is in the page. */
async function prepare(page: Page, cli: CommandLine, sshd: Sshd): Promise<void> {
  await page.evaluate(() =>
    localStorage.setItem(
      'fedwright.terminals',
      JSON.stringify({ state: { scrollback: 5000, fontSize: 13, screenReader: true }, version: 0 }),
    ),
  );
  await page.reload();
  const { address, port, username } = sshd;
  const grantId = sshd.keyFile;
  const { id } = await cli.call<{ id: string }>('hosts.create', {
    ...{ name: 'north', kind: 'ssh', address, port, username, auth: 'key', keyGrantId: grantId },
  });
  await cli.call('hosts.trustKey', { hostId: id, fingerprint256: sshd.fingerprint256 });
}

const panes = (page: Page) => page.getByRole('region', { name: 'Terminal on north' });
const pane = (page: Page, index = 0) => panes(page).nth(index);
const text = (page: Page, index = 0) => pane(page, index).locator('.xterm-accessibility-tree');

async function openTerminal(page: Page): Promise<void> {
  await openSection(page, 'Terminals');
  await page.getByRole('button', { name: 'New terminal' }).click();
  await page.getByRole('menuitem', { name: 'north' }).click();
  await expect(pane(page)).toHaveAttribute('data-state', 'open');
}

/** As by keys; what no key has is pasted. */
async function type(page: Page, line: string, index = 0): Promise<void> {
  const input = pane(page, index).getByRole('textbox', { name: 'Terminal input' });
  await input.focus();
  if (/^[ -~]*$/.test(line)) await page.keyboard.type(line);
  else
    await input.evaluate((field, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, line);
  await page.keyboard.press('Enter');
}

const isRunning = (args: string) => () =>
  spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout.split('\n').includes(args);

test('what is typed is seen in every script, panes are split, and a closed tab ends what runs in it', async ({
  app: { page },
  cli,
  sshd,
}) => {
  await prepare(page, cli, sshd);
  await runCommand(page, 'terminal on north', 'Terminal on north');
  await expect(pane(page)).toHaveAttribute('data-state', 'open');
  await type(page, 'printf "Z\\303\\274rich \\346\\235\\261\\344\\272\\254 %s\\n" $((40+2))');
  await expect(text(page)).toContainText('Zürich 東京 42');

  await type(page, 'echo wide-$(stty size | cut -d" " -f2)-');
  await expect(text(page)).toContainText(/wide-\d+-/);
  const columns = async (index: number, word: string) =>
    Number(new RegExp(`${word}-(\\d+)-`).exec((await text(page, index).textContent()) ?? '')?.[1]);
  const wide = await columns(0, 'wide');
  await page.getByRole('button', { name: 'Split to the right' }).click();
  await expect(panes(page)).toHaveCount(2);
  await expect(pane(page, 1)).toHaveAttribute('data-state', 'open');
  await type(page, 'echo half-$(stty size | cut -d" " -f2)-');
  await expect.poll(async () => (await columns(0, 'half')) < wide * 0.6).toBe(true);

  await page.getByRole('button', { name: 'Broadcast', exact: true }).first().click();
  await page.getByRole('button', { name: 'Broadcast', exact: true }).click();
  await expect(page.getByText('What you type goes to 2 panes')).toBeVisible();
  await type(page, 'echo both-$((1+1))');
  await expect(text(page, 0)).toContainText('both-2');
  await expect(text(page, 1)).toContainText('both-2');
  await page.getByRole('button', { name: 'Stop broadcasting' }).click();

  await type(page, 'sleep 5811');
  await expect.poll(isRunning('sleep 5811')).toBe(true);
  await openSection(page, 'Logs');
  await page.keyboard.press(`${mod}+\``);
  await expect(title(page, 'Terminals')).toBeVisible();
  await expect(text(page, 1)).toContainText('both-2');
  expect(isRunning('sleep 5811')()).toBe(true);
  await page.getByRole('button', { name: 'Close 1: north' }).click();
  await expect(page.getByRole('heading', { name: 'No terminal is open' })).toBeVisible();
  await expect.poll(isRunning('sleep 5811')).toBe(false);
});

test('5 MB of output are counted byte for byte while another pane answers', async ({
  app: { page },
  cli,
  sshd,
}) => {
  await prepare(page, cli, sshd);
  await openTerminal(page);
  const size = 5_000_000;
  await type(
    page,
    `exec sh -c 'stty raw -echo; printf "n""ow\\r\\n"; read go; yes 0123456789abcde | tr "\\n" "\\r" | head -c ${size}; exec cat >/dev/null'`,
  );
  await expect(text(page)).toContainText('now');
  const bytes = async () => Number(await pane(page).locator('[data-bytes]').getAttribute('data-bytes'));
  const before = await bytes();
  await page.getByRole('button', { name: 'Split to the right' }).click();
  await expect(pane(page, 1)).toHaveAttribute('data-state', 'open');
  await pane(page, 0).getByRole('textbox', { name: 'Terminal input' }).focus();
  // A raw terminal takes Enter for a return, which ends no line.
  await page.keyboard.type('go');
  await page.keyboard.press('Control+j');
  await type(page, 'echo an$((40+2))swer', 1);
  await expect(text(page, 1)).toContainText('an42swer');
  await expect.poll(async () => (await bytes()) - before, { timeout: 60_000 }).toBe(size);
});

test('a lost connection is marked, and a new shell comes with the connection', async ({
  app: { page },
  cli,
  sshd,
}) => {
  await prepare(page, cli, sshd);
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
});
