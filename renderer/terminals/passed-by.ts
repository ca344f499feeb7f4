import type { Terminal as Xterm } from '@xterm/xterm';
import type { PlainText } from './plain-text';

/** A pane may be made higher meanwhile, and then shows more. */
const spareRows = 200;

/**
 * Says of how many of those that wait for a screen the lines pass by: so many follow in plain text that nothing of
 * them is left above the screen when those are read. Reading these lines changes nothing then.
 */
export function createPassedBy(xterm: Xterm): (waiting: (PlainText | null)[]) => number {
  const isPartlyScrolled = watchScrollRegion(xterm);
  return (waiting) => {
    // Screen readers are told of every line.
    if (xterm.options.screenReaderMode || isPartlyScrolled()) return 0;
    const end = waiting.findIndex((text) => !text);
    const plain = waiting.slice(0, end < 0 ? waiting.length : end);
    const above = xterm.buffer.active.type === 'normal' ? (xterm.options.scrollback ?? 0) : 0;
    // The first ones fill the rows below the cursor, wherever that is.
    let kept = above + 2 * xterm.rows + spareRows;
    let count = plain.length;
    while (count > 0 && kept > 0) {
      count -= 1;
      kept -= plain[count]?.lineEnds ?? 0;
    }
    return kept > 0 ? 0 : count;
  };
}

/** Whether a program has some of the rows scroll alone (DECSTBM): what is written in the others stays there. */
function watchScrollRegion(xterm: Xterm): () => boolean {
  /** The screens, of which a program may use a second one, that scroll so. */
  const partly = new Set<string>();
  // None of these is handled here: false has the terminal do what it does.
  const watch = (change: () => unknown) => () => {
    change();
    return false;
  };
  xterm.parser.registerCsiHandler({ final: 'r' }, ([top, bottom]) => {
    const isWhole = Number(top ?? 0) <= 1 && (!bottom || Number(bottom) >= xterm.rows);
    partly[isWhole ? 'delete' : 'add'](xterm.buffer.active.type);
    return false;
  });
  xterm.parser.registerCsiHandler(
    { intermediates: '!', final: 'p' },
    watch(() => partly.delete(xterm.buffer.active.type)),
  );
  xterm.parser.registerEscHandler(
    { final: 'c' },
    watch(() => partly.clear()),
  );
  // All rows of both scroll then.
  xterm.onResize(() => partly.clear());
  return () => partly.has(xterm.buffer.active.type);
}
