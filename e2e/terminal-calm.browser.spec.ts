import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { Terminal } from '@xterm/xterm';
import { expect, test } from './fixtures/test';

/** What is inside of xterm that `renderer/terminals/calm.ts` reaches for, as far as it is counted here. */
interface Inside {
  _core: { _selectionService: { onRequestRedraw(listener: () => void): void } };
}
type Page = typeof globalThis & {
  Terminal: new (options: object) => Terminal & Inside;
  calm(xterm: Terminal): void;
};

// There is no public way: with another xterm this says whether it is still needed, and still works.
test('what nobody sees of a terminal is not drawn, in this version of xterm', async ({ browserOf }) => {
  const page = await (await browserOf()).newPage();
  await page.setContent('<main style="width: 800px; height: 400px"></main>');
  await page.addScriptTag({ path: 'node_modules/@xterm/xterm/lib/xterm.js' });
  const source = stripTypeScriptTypes(readFileSync('renderer/terminals/calm.ts', 'utf8'));
  await page.addScriptTag({ content: source.replace('export function calm', 'function calm') });
  const work = (isCalm: boolean) =>
    page.evaluate(async (calmed) => {
      const { Terminal: Xterm, calm } = globalThis as unknown as Page;
      const xterm = new Xterm({ rows: 10, cols: 40, scrollback: 100 });
      const main = document.querySelector('main')!;
      main.replaceChildren();
      xterm.open(main);
      if (calmed) calm(xterm);
      const write = (text: string) => new Promise<void>((resolve) => xterm.write(text, resolve));
      const frames = async (count: number) => {
        for (let each = 0; each < count; each += 1)
          await new Promise((resolve) => requestAnimationFrame(resolve));
      };
      const counts = { unselected: 0, selected: 0, followed: 0, followedAfter: 0 };
      let redraws = 0;
      xterm._core._selectionService.onRequestRedraw(() => (redraws += 1));
      await write('line\r\n'.repeat(50));
      await frames(4);
      counts.unselected = redraws;
      xterm.selectAll();
      await frames(4);
      redraws = 0;
      await write('line\r\n'.repeat(50));
      await frames(4);
      counts.selected = redraws;
      xterm.clearSelection();
      const place = () => xterm.textarea!.style.left + xterm.textarea!.style.top;
      const moves = async (text: string) => {
        const before = place();
        await write(text);
        return Number(place() !== before);
      };
      await frames(4);
      // Between these two nothing is drawn.
      counts.followed = await moves('\u001B[?2026h\u001B[3;7H');
      await write('\u001B[?2026l');
      await frames(4);
      const before = place();
      await write('\u001B[5;9H');
      await frames(4);
      counts.followedAfter = Number(place() !== before);
      xterm.dispose();
      return counts;
    }, isCalm);
  const plain = await work(false);
  expect(plain.unselected).toBeGreaterThan(0);
  expect(plain).toMatchObject({ followed: 1, followedAfter: 1 });
  const calmed = await work(true);
  expect(calmed).toMatchObject({ unselected: 0, followed: 0, followedAfter: 1 });
  expect(calmed.selected).toBeGreaterThan(0);
  await page.close();
});
