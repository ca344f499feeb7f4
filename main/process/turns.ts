interface Turn {
  running: number;
  waiting: (() => void)[];
}

/**
 * Lets at most `atOnce` of those with the same name in at a time, the others in their order. The function gives the one
 * that leaves again, to be called once. @throws the signal's reason when it aborts before it is one's turn
 */
export function createTurns(atOnce: number) {
  const turns = new Map<string, Turn>();
  return async (name: string, signal: AbortSignal): Promise<() => void> => {
    signal.throwIfAborted();
    const turn = turns.get(name) ?? { running: 0, waiting: [] };
    turns.set(name, turn);
    if (turn.running < atOnce) turn.running += 1;
    else await untilGo(turn, signal);
    return () => {
      const next = turn.waiting.shift();
      // The place is handed on: `running` stays.
      if (next) next();
      else turn.running -= 1;
    };
  };
}

const untilGo = ({ waiting }: Turn, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const go = () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = () => {
      waiting.splice(waiting.indexOf(go), 1);
      reject(signal.reason as Error);
    };
    waiting.push(go);
    signal.addEventListener('abort', giveUp, { once: true });
  });
