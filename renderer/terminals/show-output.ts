import type { Terminal as Xterm } from '@xterm/xterm';
import { createSequenceTracker } from './sequence-tracker';

/** Read in one go; between two of them the page gets to keys and to what other terminals say. */
const pieceBytes = 64 * 1024;
/** Where so much waits, more comes than a person can follow. */
const floodBytes = 64 * 1024;
/** Between two pictures of a flood. */
const drawEveryMs = 100;
/** For so long more of it may be on its way. */
const gatherMs = 30;

/** Synchronized output (DEC mode 2026): the screen is not drawn between the two. */
const hold = '\x1b[?2026h';
const draw = '\x1b[?2026l';

interface Waiting {
  bytes: Uint8Array;
  /** How many of them have been read. */
  at: number;
  /** Whether the program wrote them. */
  isOutput: boolean;
  done: () => void;
}

/**
 * Gives bytes to the screen, in their order, and counts at the element those that a program wrote. The screen would
 * draw sixty times a second, which takes longer than to read what comes between: of a flood it draws ten times.
 */
export function createShow(xterm: Xterm, element: HTMLElement) {
  const queue: Waiting[] = [];
  const drawing = createDrawing(xterm);
  const { soon, end } = createSoon(next);
  let shown = 0;
  let waiting = 0;
  let busy = false;

  function next(): void {
    const first = queue[0];
    if (!first) return;
    const piece = first.bytes.subarray(first.at, first.at + pieceBytes);
    drawing.before(waiting >= floodBytes);
    xterm.write(piece, () => {
      first.at += piece.length;
      waiting -= piece.length;
      if (first.isOutput) element.dataset['bytes'] = String((shown += piece.length));
      drawing.after(piece, waiting > 0);
      if (first.at >= first.bytes.length) {
        queue.shift();
        first.done();
      }
      busy = queue.length > 0;
      if (busy) soon();
    });
  }

  function give(bytes: Uint8Array, isOutput: boolean): Promise<void> {
    return new Promise((done) => {
      queue.push({ bytes, at: 0, isOutput, done });
      waiting += bytes.length;
      if (busy) return;
      busy = true;
      next();
    });
  }

  return {
    /** Resolves when it is read. */
    show: (bytes: Uint8Array): Promise<void> => give(bytes, true),
    /** Words of ours, behind what a program has written before. */
    say(text: string): void {
      if (text !== '') void give(new TextEncoder().encode(text), false);
    },
    end(): void {
      drawing.end();
      end();
    },
  };
}

/** When a flood is drawn. What is said to the screen about it goes where no sequence of the program is cut by it. */
function createDrawing(xterm: Xterm) {
  const track = createSequenceTracker();
  let mayPutIn = true;
  let heldAt: number | null = null;
  let isDrawn = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rendered = xterm.onRender(() => (isDrawn = true));
  function drawNow(): void {
    // Elsewhere it is drawn a little later: a screen that is held for a second draws by itself.
    if (heldAt === null || !mayPutIn) return;
    heldAt = null;
    isDrawn = false;
    xterm.write(draw);
  }
  return {
    /** Before a piece is given. */
    before(isFlood: boolean): void {
      clearTimeout(timer);
      if (!isFlood || heldAt !== null || !isDrawn || !mayPutIn) return;
      heldAt = performance.now();
      xterm.write(hold);
    },
    /** After it was read; `hasMore`: another one follows at once. */
    after(piece: Uint8Array, hasMore: boolean): void {
      mayPutIn = track(piece);
      if (heldAt === null) return;
      if (performance.now() - heldAt >= drawEveryMs) drawNow();
      else if (!hasMore) timer = setTimeout(drawNow, gatherMs);
    },
    end(): void {
      clearTimeout(timer);
      rendered.dispose();
    },
  };
}

/** Calls back once what is waiting for the page has had its turn, sooner than a timer in a row of timers would. */
function createSoon(run: () => void) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = run;
  return { soon: () => port2.postMessage(null), end: () => port1.close() };
}
