/** Fast enough to look live, slow enough not to make the store busy. */
const progressMs = 200;

export interface ProgressWriter {
  /** Of several within a moment the first is written at once, and the last when the moment is over. */
  tell(value: number | null): void;
  /** Writes what still waits. */
  flush(): void;
  /** Forgets what still waits: another word takes its place. */
  drop(): void;
}

/** Passes progress on, clamped to 0 to 1, at most every `progressMs`; the value that it ends with is never lost. */
export function createProgressWriter(write: (value: number | null) => void): ProgressWriter {
  let written = Number.NEGATIVE_INFINITY;
  let waiting: { value: number | null } | null = null;
  let timer: NodeJS.Timeout | undefined;

  function drop(): void {
    clearTimeout(timer);
    timer = undefined;
    waiting = null;
  }
  function put(value: number | null): void {
    drop();
    written = Date.now();
    write(value === null ? null : Math.min(1, Math.max(0, value)));
  }
  const flush = (): void => {
    if (waiting) put(waiting.value);
  };

  return {
    tell(value) {
      const elapsed = Date.now() - written;
      // A clock that is set back must not silence it.
      if (elapsed < 0 || elapsed >= progressMs) return put(value);
      waiting = { value };
      timer ??= setTimeout(flush, progressMs - elapsed);
    },
    flush,
    drop,
  };
}
