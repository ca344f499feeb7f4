import type { TerminalEvent } from '../../preload/contract/terminals';
import { invalid } from '../errors';

/**
 * Bytes that may wait for a page before the shell is held up, and how few before it goes on: what comes from there
 * meanwhile takes a turn of the connection, and the page shall not run dry.
 */
const highWater = 4 << 20;
const lowWater = 3 << 20;
/** In base64, as a browser gets them, 128 000 characters. */
const chunkBytes = 96_000;
/**
 * Bytes on their way to a page: what another terminal says comes to it behind them, and a key shall echo at once. So
 * many are more than the lines that a pane keeps, so that it sees in time which of them pass by unread.
 */
const onTheWay = 12 * chunkBytes;

const notKept = () => invalid('The output is not kept from there on.', 'Open the terminal again.');

type State = Extract<TerminalEvent, { type: 'state' }>;

/** How much a reader has had. */
export interface Cursor {
  offset: number;
  marks: number;
}

/**
 * What a terminal shows and nobody has acknowledged yet, with the changes of its state between the bytes where
 * they happened. It holds the shell up when a page does not keep pace, so that its size has a bound: what was
 * under way when it said so comes on top.
 */
export class OutputLog {
  readonly #flow: { hold(): void; go(): void };
  readonly #marks: { at: number; state: State }[] = [];
  #chunks: Buffer[] = [];
  /** Of the first byte that is kept. */
  #start = 0;
  #end = 0;
  #acknowledged = 0;
  #held = false;

  constructor(flow: { hold(): void; go(): void }) {
    this.#flow = flow;
  }

  /** Whether the shell is held up now; one that takes its place has to be, too. */
  get held(): boolean {
    return this.#held;
  }

  push(bytes: Buffer): void {
    this.#chunks.push(bytes);
    this.#end += bytes.length;
    if (this.#held || this.#end - this.#acknowledged <= highWater) return;
    this.#held = true;
    this.#flow.hold();
  }

  mark(state: Omit<State, 'type'>): void {
    this.#marks.push({ at: this.#end, state: { type: 'state', ...state } });
  }

  /** Forgets the bytes before `offset`. What was never sent cannot be acknowledged. @throws AppError INVALID */
  acknowledge(offset: number): void {
    if (offset > this.#end) throw invalid('More is acknowledged than was sent.', 'Open the terminal again.');
    this.#acknowledged = Math.max(this.#acknowledged, offset);
    this.#forget();
    if (!this.#held || this.#end - this.#acknowledged > lowWater) return;
    this.#held = false;
    this.#flow.go();
  }

  /** A reader that says what it has had. @throws AppError INVALID when that is not kept any more, or never was. */
  cursor({ offset, marks }: Cursor): Cursor {
    if (offset >= this.#acknowledged && offset <= this.#end && marks <= this.#marks.length)
      return { offset, marks };
    throw notKept();
  }

  /** The next for a reader, which it moves on; null when it has had everything, or has to acknowledge some first. */
  read(cursor: Cursor): TerminalEvent | null {
    const mark = this.#marks[cursor.marks];
    if (mark && mark.at <= cursor.offset) {
      cursor.marks += 1;
      return mark.state;
    }
    // Another reader of the same terminal may have acknowledged what this one has not had.
    if (cursor.offset < this.#start) throw notKept();
    const upTo = Math.min(cursor.offset + chunkBytes, this.#acknowledged + onTheWay);
    const bytes = this.#bytes(cursor.offset, Math.min(mark?.at ?? this.#end, upTo));
    if (bytes.length === 0) return null;
    const { offset } = cursor;
    cursor.offset += bytes.length;
    return { type: 'data', offset, bytes };
  }

  /** In memory of their own: whoever gets a copy of bytes gets all of the memory that they are in. */
  #bytes(from: number, to: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, to - from));
    let at = this.#start;
    for (const chunk of this.#chunks) {
      if (at >= to) break;
      if (at + chunk.length > from) {
        const start = Math.max(0, from - at);
        bytes.set(chunk.subarray(start, Math.min(chunk.length, to - at)), at + start - from);
      }
      at += chunk.length;
    }
    return bytes;
  }

  #forget(): void {
    let count = 0;
    for (const chunk of this.#chunks) {
      if (this.#start + chunk.length > this.#acknowledged) break;
      this.#start += chunk.length;
      count += 1;
    }
    if (count > 0) this.#chunks = this.#chunks.slice(count);
  }
}
