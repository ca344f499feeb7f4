import type { OpenedFile } from '../../preload/contract/files';

/** Project files that the operating system asked to open, until a page has taken them. */
export function createOpened() {
  const files: OpenedFile[] = [];
  const sleepers = new Set<() => void>();
  return {
    offer(file: OpenedFile): void {
      files.push(file);
      for (const wake of sleepers) wake();
    },
    /** Yields each file to one page only; ends with the signal. */
    async *watch(signal?: AbortSignal): AsyncGenerator<OpenedFile> {
      while (!signal?.aborted) {
        const file = files.shift();
        if (file) yield file;
        else await sleep(sleepers, signal);
      }
    },
  };
}

function sleep(sleepers: Set<() => void>, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      sleepers.delete(wake);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    sleepers.add(wake);
    signal?.addEventListener('abort', wake);
  });
}
