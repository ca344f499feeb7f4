import type { Terminal as Xterm } from '@xterm/xterm';
import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createShow } from './show-output';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A screen without a page; nothing draws it, so that what is held for drawing stays held. */
function createTerminal(rows = 10) {
  const terminal = new Terminal({ allowProposedApi: true, scrollback: 40, cols: 20, rows });
  Object.assign(terminal, { onRender: () => ({ dispose: () => undefined }) });
  return terminal;
}

/** All that is in its two buffers: characters, colours, what is wrapped, and where the cursor is. */
function contentOf(terminal: Terminal): unknown {
  const { normal, alternate, active } = terminal.buffer;
  return [
    active.type,
    ...[normal, alternate].map((buffer) => ({
      cursor: [buffer.cursorX, buffer.cursorY, buffer.baseY, buffer.length],
      lines: Array.from({ length: buffer.length }, (_, index) => {
        const line = buffer.getLine(index);
        const cells = Array.from({ length: terminal.cols }, (__, column) => {
          const cell = line?.getCell(column);
          return [cell?.getChars(), cell?.getFgColorMode(), cell?.getFgColor(), cell?.isBold()].join();
        });
        return [line?.isWrapped, cells];
      }),
    })),
  ];
}

const written = (terminal: Terminal, bytes: Uint8Array) =>
  new Promise<void>((resolve) => terminal.write(bytes, resolve));

/** As a page gets it, in pieces, and as a terminal alone would read it. Gives how many bytes were left unread, too. */
async function both(pieces: Uint8Array[]) {
  const [shown, alone] = [createTerminal(), createTerminal()];
  let read = 0;
  const write = shown.write.bind(shown);
  shown.write = (data: string | Uint8Array, done?: () => void) => {
    if (typeof data !== 'string') read += data.length;
    write(data, done);
  };
  const element = { dataset: {} as Record<string, string> };
  const show = createShow(shown as unknown as Xterm, element as unknown as HTMLElement);
  await Promise.all(pieces.map((piece) => show.show(piece)));
  for (const piece of pieces) await written(alone, piece);
  const taken = read;
  const all = pieces.reduce((sum, { length }) => sum + length, 0);
  expect(Number(element.dataset['bytes'] ?? 0)).toBe(all);
  show.end();
  // How a flood is drawn is no part of what is compared.
  await written(shown, bytesOf('\u001b[?2026l'));
  const result = { shown: contentOf(shown), alone: contentOf(alone), unread: all - taken };
  shown.dispose();
  alone.dispose();
  return result;
}

/** Cut where a connection would cut it, which is anywhere. */
function cut(text: string, size: number): Uint8Array[] {
  const bytes = bytesOf(text);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
  return pieces;
}

const log = (lines: number, from = 0) =>
  Array.from({ length: lines }, (_, index) => {
    const words = `round ${from + index}: loss 0.${index % 97}`.slice(0, 4 + (index % 40));
    return index % 10 === 0 ? `\u001b[3${index % 8}m${words}\u001b[0m\r\n` : `${words}\r\n`;
  }).join('');

test('of a flood only the lines that stay are read, and the screen is as if all were', async () => {
  const { shown, alone, unread } = await both(cut(log(5000), 2000));
  expect(shown).toEqual(alone);
  expect(unread).toBeGreaterThan(10_000);
});

test('a colour that is begun in a line that passes by goes on in those that stay', async () => {
  const { shown, alone, unread } = await both(cut(`${log(500)}\u001b[1;35m${'text\r\n'.repeat(2000)}`, 1000));
  expect(shown).toEqual(alone);
  expect(unread).toBeGreaterThan(1000);
});

test('rows that scroll alone are read in full', async () => {
  // The last two rows stand still, and keep what a longer line of before has left in them.
  const { shown, alone, unread } = await both(
    cut(`\u001b[1;8r\u001b[10;1Hlonger than all\r${log(3000)}`, 1500),
  );
  expect(shown).toEqual(alone);
  expect(unread).toBe(0);
  const again = await both(cut(`\u001b[1;8r\u001b[10;1H\u001b[r${log(3000)}`, 1500));
  expect(again.shown).toEqual(again.alone);
  expect(again.unread).toBeGreaterThan(1000);
});

test('what resets the second screen leaves the first as it was', async () => {
  const scrolled = '\u001b[1;8r\u001b[10;1Hlonger than all\r';
  const { shown, alone, unread } = await both(
    cut(`${scrolled}\u001b[?1049h\u001b[!p\u001b[?1049l${log(3000)}`, 1500),
  );
  expect(shown).toEqual(alone);
  expect(unread).toBe(0);
});

test('whatever a program writes, in whatever pieces, the screen is as if all was read', async () => {
  const part = fc.oneof(
    { weight: 6, arbitrary: fc.nat(800).map((lines) => log(lines, lines)) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
    fc.constantFrom(
      ...['\u001b[H\u001b[2J', '\u001b[3J', '\u001b[?1049h', '\u001b[?1049l', '\u001b[2;6r', '\u001b[r'],
      ...[
        '\u001b[!p',
        '\u001bc',
        '\u001b[?7l',
        '\u001b[?7h',
        '\u001b[4h',
        '\u001b[4l',
        '\u001b[5A',
        '\u001b(0',
      ],
      ...[
        '\u001b(B',
        '\n',
        '\r',
        '\t',
        '\b\b',
        '\u001b[20h',
        '\u001b[38;5;208m',
        '\u001b[38:2::10:20:30m',
        '\u001bM',
      ],
      ...['\u009b31m', '\u000e', '\u000f', '\u001b[?6h', '\u001b[?6l', '\u001b[12@', '\u001b[0m'],
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 12 }),
      fc.integer({ min: 300, max: 5000 }),
      async (parts, size) => {
        const { shown, alone } = await both(cut(parts.join(''), size));
        expect(shown).toEqual(alone);
      },
    ),
    { numRuns: 60 },
  );
});
