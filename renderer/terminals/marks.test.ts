import { Terminal } from '@xterm/headless';
import { expect, test } from 'vitest';
import { markLine } from './marks';

const write = (terminal: Terminal, text: string) =>
  new Promise<void>((resolve) => terminal.write(text, resolve));

function createTerminal() {
  return new Terminal({ allowProposedApi: true, scrollback: 40, cols: 30, rows: 6 });
}

/** Its lines that have something in them, and before all which of its screens is shown. */
function linesOf(terminal: Terminal): string[] {
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, at) => active.getLine(at)?.translateToString(true) ?? '',
  );
  return [active.type, ...lines.filter(Boolean)];
}

const output = Array.from({ length: 9 }, (_, at) => `line ${at}`);

test('a mark stands below what the shell has written, and the next shell below the mark', async () => {
  const terminal = createTerminal();
  await write(terminal, output.join('\r\n'));
  await write(terminal, markLine('connection lost') + markLine('new shell'));
  await write(terminal, '$ echo');
  const expected = ['normal', ...output, '── connection lost ──', '── new shell ──', '$ echo'];
  expect(linesOf(terminal)).toEqual(expected);
});

test('a program that had another screen leaves it, and the mark stands where the shell had been', async () => {
  const terminal = createTerminal();
  await write(terminal, `${output.join('\r\n')}\x1b[?1049h\x1b[?1000h\x1b[?1006h\x1b[2J\x1b[Han editor`);
  expect(terminal.modes.mouseTrackingMode).toBe('vt200');
  await write(terminal, markLine('connection lost'));
  expect(linesOf(terminal)).toEqual(['normal', ...output, '── connection lost ──']);
  expect(terminal.modes.mouseTrackingMode).toBe('none');
});
