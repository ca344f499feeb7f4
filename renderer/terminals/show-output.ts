import type { Terminal as Xterm } from '@xterm/xterm';
import { joinBytes } from './bytes';
import { createPassedBy } from './passed-by';
import { type PlainText, readPlainText } from './plain-text';
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
  text: PlainText | null;
  done: () => void;
}

/**
 * Gives bytes to the screen, in their order, and counts at the element those that a program wrote. The screen would
 * draw sixty times a second, which takes longer than to read what comes between: of a flood it draws ten times, and
 * of lines that nobody could see, nor scroll back to, it reads but the colours.
 */
export function createShow(xterm: Xterm, element: HTMLElement) {
  const queue: Waiting[] = [];
  const drawing = createDrawing(xterm);
  const passBy = createPassedBy(xterm);
  const { soon, end } = createSoon(next);
  let shown = 0;
  let waiting = 0;
  let busy = false;
  /** When lines were read, and when lines passed by. */
  let [readAt, passedAt] = [0, -gatherMs];
  let gathering: ReturnType<typeof setTimeout> | undefined;

  /** Now and then lines that pass by are read all the same, for the eye. */
  const mayPass = (): boolean =>
    drawing.isBetween() && queue[0]?.at === 0 && performance.now() - readAt < drawEveryMs;
  /** Of how many of those that wait all lines pass by. */
  const countPassing = (): number => (mayPass() ? passBy(queue.map(({ text }) => text)) : 0);

  function next(): void {
    gathering = undefined;
    const first = queue[0];
    if (!first) return;
    drawing.before(waiting >= floodBytes);
    const passing = queue.slice(0, countPassing());
    // In the middle of a flood the next ones may come at once, and these pass by as well.
    if (passing.length === 0 && mayPass() && performance.now() - passedAt < gatherMs) {
      gathering = setTimeout(next, gatherMs / 3);
      return;
    }
    if (passing.length > 0) {
      passedAt = performance.now();
      const pieces = passing.map(({ text, bytes }) => text?.withoutLines() ?? bytes);
      const length = passing.reduce((sum, { bytes }) => sum + bytes.length, 0);
      return read(joinBytes(pieces), length);
    }
    readAt = performance.now();
    const piece = first.bytes.subarray(first.at, first.at + pieceBytes);
    read(piece, piece.length);
  }

  /** Has the screen read `piece`, which is all there is to see of the next `length` bytes. */
  function read(piece: Uint8Array, length: number): void {
    xterm.write(piece, () => {
      waiting -= length;
      shown += takeOff(queue, length);
      element.dataset['bytes'] = String(shown);
      drawing.after(piece, waiting > 0);
      busy = queue.length > 0;
      if (busy) soon();
    });
  }

  function give(bytes: Uint8Array, isOutput: boolean): Promise<void> {
    return new Promise((done) => {
      queue.push({ bytes, at: 0, isOutput, text: isOutput ? readPlainText(bytes) : null, done });
      waiting += bytes.length;
      if (busy && !(gathering && countPassing() > 0)) return;
      clearTimeout(gathering);
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
      clearTimeout(gathering);
      drawing.end();
      end();
    },
  };
}

/** The next `length` bytes of what waits are read. Gives how many of them a program wrote. */
function takeOff(queue: Waiting[], length: number): number {
  let written = 0;
  for (let left = length; left > 0;) {
    const first = queue[0];
    if (!first) break;
    const count = Math.min(left, first.bytes.length - first.at);
    left -= count;
    first.at += count;
    if (first.isOutput) written += count;
    if (first.at < first.bytes.length) break;
    queue.shift();
    first.done();
  }
  return written;
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
    /** Whether what was read so far ends between sequences and characters, as far as is known. */
    isBetween: (): boolean => mayPutIn,
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
