import type { TerminalEvent } from '../../preload/contract/terminals';
import { AppError } from '../errors';
import { type Cursor, OutputLog } from './output-log';
import type { Shell, ShellExit, TerminalSize, TerminalTarget } from './target';

/** One terminal of a page: a shell now, others after it, and what they show. */
export class Terminal {
  readonly #target: TerminalTarget;
  readonly #log: OutputLog;
  readonly #pageGoneMs: number;
  readonly #onGone: () => void;
  readonly #closed = new AbortController();
  #size: TerminalSize;
  #shell: Shell | null = null;
  #shells = 0;
  #opening: Promise<void> | null = null;
  #wake = () => {};
  #reader: object | null = null;
  #alone: NodeJS.Timeout | null = null;

  /** @param options.onGone called when nobody has taken the output for `pageGoneMs` milliseconds */
  constructor(options: {
    target: TerminalTarget;
    size: TerminalSize;
    pageGoneMs: number;
    onGone: () => void;
  }) {
    this.#target = options.target;
    this.#size = options.size;
    this.#pageGoneMs = options.pageGoneMs;
    this.#onGone = options.onGone;
    this.#log = new OutputLog({ hold: () => this.#shell?.pause(), go: () => this.#shell?.resume() });
  }

  /** Opens a shell unless there is one. @throws AppError why none can be had */
  open(): Promise<void> {
    if (this.#shell) return Promise.resolve();
    this.#opening ??= this.#start().finally(() => (this.#opening = null));
    return this.#opening;
  }

  async #start(): Promise<void> {
    const early: (() => void)[] = [];
    // What comes before the shell is known here waits for its place behind the mark of the shell.
    const inOrder = (happen: () => void) => (this.#shell ? happen() : early.push(happen));
    const events = {
      onBytes: (bytes: Buffer) => inOrder(() => this.#push(bytes)),
      onEnd: (exit: ShellExit | null) => inOrder(() => this.#ended(exit)),
    };
    const shell = await this.#target.openShell(this.#size, events, this.#closed.signal);
    if (this.#closed.signal.aborted) return shell.end();
    this.#shell = shell;
    this.#shells += 1;
    if (this.#log.held) shell.pause();
    shell.resize(this.#size);
    this.#mark('open', null);
    for (const happen of early) happen();
    this.#watchPage();
  }

  #push(bytes: Buffer): void {
    this.#log.push(bytes);
    this.#wake();
  }

  #ended(exit: ShellExit | null): void {
    this.#shell = null;
    this.#mark(exit ? 'exited' : 'lost', exit);
    if (!exit && !this.#closed.signal.aborted) void this.#openWhenBack();
  }

  /** A person may have opened one meanwhile; why one cannot be had is told to who asks for it. */
  async #openWhenBack(): Promise<void> {
    try {
      await this.#target.whenBack(this.#closed.signal);
      await this.open();
    } catch {
      // The mark stays, and with it the button for a new shell.
    }
  }

  #mark(state: 'open' | 'lost' | 'exited', exit: ShellExit | null): void {
    const { exitCode = null, signal = null } = exit ?? {};
    this.#log.mark({ state, shell: this.#shells, exitCode, signal });
    this.#wake();
  }

  write(text: string): void {
    this.#shell?.write(text);
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    this.#shell?.resize(size);
  }

  acknowledge(offset: number): void {
    this.#log.acknowledge(offset);
    this.#wake();
  }

  /** From where a reader is, until it leaves, another comes, or the terminal is closed. */
  async *output(had: Cursor, signal?: AbortSignal): AsyncGenerator<TerminalEvent> {
    const cursor = this.#log.cursor(had);
    // What a page has had is acknowledged, even if it could not say so before its connection went away.
    this.#log.acknowledge(had.offset);
    const reader = (this.#reader = {});
    const ending = AbortSignal.any([this.#closed.signal, ...(signal ? [signal] : [])]);
    const wake = () => this.#wake();
    this.#watchPage();
    this.#wake();
    ending.addEventListener('abort', wake);
    try {
      while (!ending.aborted && this.#reader === reader) {
        const event = this.#log.read(cursor);
        if (event) yield event;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      ending.removeEventListener('abort', wake);
      if (this.#reader === reader) {
        this.#reader = null;
        this.#watchPage();
      }
    }
  }

  /** A page that is away comes back soon, or not at all. */
  #watchPage(): void {
    if (this.#alone) clearTimeout(this.#alone);
    this.#alone = null;
    if (this.#reader || this.#closed.signal.aborted) return;
    this.#alone = setTimeout(this.#onGone, this.#pageGoneMs);
  }

  close(): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort(new AppError('CANCELLED', 'The terminal was closed.', { hint: 'Open it again.' }));
    this.#watchPage();
    this.#shell?.end();
    this.#target.release();
  }
}
