import type { TerminalEvent } from '../../preload/contract/terminals';

/** What a pane writes below the output of a shell when something has become of it; empty for its first shell. */
export function markOf({
  state,
  shell,
  exitCode,
  signal,
}: Extract<TerminalEvent, { type: 'state' }>): string {
  if (state === 'lost') return markLine('connection lost');
  if (state === 'exited') return markLine(`the shell has ended (${signal ?? exitCode ?? 'no code'})`);
  return shell > 1 ? markLine('new shell') : '';
}

/**
 * Undoes what a shell may have left behind: modes, colours, clicks that are sent as input, another screen. To leave the
 * other screen (1049) puts the cursor back where it was saved last, which `[!p` takes to the top: it is saved anew
 * before, so that on the screen of the shell it stays below what stands there.
 */
const tidy = '\x1b[!p\x1b[?1000l\x1b[?1006l\x1b7\x1b[?1049l\x1b[0m';

/** A line of ours among those of the shell. */
export const markLine = (text: string): string => `${tidy}\r\n\x1b[2m── ${text} ──\x1b[0m\r\n`;
