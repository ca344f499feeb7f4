import { expect, test as base } from './fixtures/test';
import * as terminal from './pages/terminals';
import { type Sshd, startSshd } from './servers/sshd';

const test = base.extend<{ sshd: Sshd }>({
  sshd: async ({}, use) => {
    const sshd = await startSshd();
    await use(sshd);
    await sshd.end();
  },
});

test('of a flood the lines that are kept are all there', async ({ app: { page }, cli, sshd }) => {
  await terminal.prepareTerminals(page, cli, sshd, { scrollback: 1000, screenReader: false });
  await terminal.openTerminal(page);
  await terminal.type(page, 'seq -f "row %.0f." 400000');
  const numbers = new Set<number>();
  const rows = terminal.pane(page).locator('.xterm-rows');
  const read = async (): Promise<number> => {
    const shown = [...(await rows.innerText()).matchAll(/row (\d+)\./g)].map(([, row]) => Number(row));
    for (const number of shown) numbers.add(number);
    return shown[0] ?? 0;
  };
  await expect(rows).toContainText('row 400000.', { timeout: 60_000 });
  numbers.clear();
  for (let first = await read(); first > 399_010;) {
    await page.keyboard.press('Shift+PageUp');
    await expect.poll(read).toBeLessThan(first);
    first = await read();
  }
  const kept = [...numbers].toSorted((a, b) => a - b);
  expect(kept[0]).toBeLessThanOrEqual(399_010);
  expect(kept.length).toBe(400_000 - (kept[0] ?? 0) + 1);
});
