import type { TerminalTargetRef } from '../../preload/contract/terminals';

export interface TerminalSize {
  cols: number;
  rows: number;
}

/** How a shell has ended by itself. */
export interface ShellExit {
  exitCode: number | null;
  signal: string | null;
}

/** A shell behind a terminal of its own on the other side. */
export interface Shell {
  write(text: string): void;
  resize(size: TerminalSize): void;
  /** Stops reading, so that the other side is held up; loses nothing. */
  pause(): void;
  resume(): void;
  /** Ends it with what runs in it. */
  end(): void;
}

/** What a shell tells; each is called in the order in which it happens. */
export interface ShellEvents {
  onBytes(bytes: Buffer): void;
  /** Called once, after the last byte. Null when the way to it was lost. */
  onEnd(exit: ShellExit | null): void;
}

/** A place where shells can be had. One for each terminal, for as long as it is open. */
export interface TerminalTarget {
  /** Nobody waits for it once the signal aborts. @throws AppError why none can be had */
  openShell(size: TerminalSize, events: ShellEvents, signal: AbortSignal): Promise<Shell>;
  /** After a loss: resolves when it makes sense to open a shell again, rejects when the signal aborts. */
  whenBack(signal: AbortSignal): Promise<void>;
  /** The terminal is closed. */
  release(): void;
}

/** One function for each kind of target: what adds a kind to the contract adds it here. */
export type TerminalTargets = {
  [Kind in TerminalTargetRef['kind']]: (ref: Extract<TerminalTargetRef, { kind: Kind }>) => TerminalTarget;
};
