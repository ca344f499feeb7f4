/**
 * The same promise, but rejected at once with the signal's reason when it aborts. For work that cannot be
 * stopped and leaves nothing behind, such as asking an interpreter that hangs: whoever cancels need not wait.
 */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
