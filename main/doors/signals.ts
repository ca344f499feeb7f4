const againMs = 2000;

/**
 * Calls back when the person or the system wants an end: Ctrl-C, SIGTERM, or the end of the terminal. Shells and npm may deliver the
 * same Ctrl-C several times, so only one that comes seconds later ends the process at once. Returns how to
 * stop listening.
 */
export function onStop(stop: () => void): () => void {
  let first = 0;
  const hear = () => {
    if (first === 0) {
      first = Date.now();
      stop();
    } else if (Date.now() - first > againMs) process.exit(130);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, hear);
  return () => {
    for (const signal of signals) process.off(signal, hear);
  };
}
