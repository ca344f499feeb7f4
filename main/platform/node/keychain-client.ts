export interface KeychainRequest {
  id: number;
  op: 'probe' | 'get' | 'set' | 'remove';
  name: string;
  value?: string;
}

export type KeychainAnswer =
  | { id: number; ok: true; value: string | null }
  | { id: number; ok: false; message: string };

/** A process that speaks to the keychain. None of its handles may keep this process alive. */
export interface KeychainChannel {
  send(request: KeychainRequest): void;
  onAnswer(listener: (answer: KeychainAnswer) => void): void;
  onExit(listener: () => void): void;
  kill(): void;
}

export type KeychainClient = ReturnType<typeof createKeychainClient>;

/** Thrown when the keychain has not answered in time: a locked one waits for a prompt that no one may see. */
export class KeychainTimeout extends Error {
  constructor() {
    super('the keychain did not answer');
  }
}

const answerWithinMs = 4000;
/** A person may be typing into the keychain's own prompt; after this the prompt goes away with the process. */
const promptMs = 60_000;
const idleMs = 3000;

/**
 * Asks the keychain through a child that is started when needed and ends when idle. A call that takes longer
 * than four seconds fails, but the child stays for a minute, so that an open prompt can still be answered;
 * until then no further calls go to it.
 */
export function createKeychainClient(open: () => KeychainChannel, waitMs = answerWithinMs) {
  let channel: KeychainChannel | null = null;
  let nextId = 1;
  let timer: NodeJS.Timeout | undefined;
  let late = 0;
  const waiting = new Map<number, (answer: KeychainAnswer) => void>();

  function close(): void {
    clearTimeout(timer);
    channel?.kill();
    channel = null;
    late = 0;
    for (const [id, settle] of [...waiting]) settle({ id, ok: false, message: 'the keychain helper ended' });
  }

  function closeAfter(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(close, ms);
    timer.unref();
  }

  function connect(): KeychainChannel {
    if (channel) return channel;
    const opened = open();
    opened.onAnswer((answer) => {
      const settle = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (settle) settle(answer);
      else late = Math.max(0, late - 1);
      if (waiting.size === 0) closeAfter(idleMs);
    });
    opened.onExit(() => {
      if (channel === opened) close();
    });
    channel = opened;
    return opened;
  }

  return {
    /** Whether a prompt may be open: the child has not answered an earlier call yet. */
    isWaiting: (): boolean => late > 0,
    /** @throws KeychainTimeout, or an Error with the keychain's own words. */
    async call(request: Omit<KeychainRequest, 'id'>): Promise<string | null> {
      if (late > 0) throw new KeychainTimeout();
      clearTimeout(timer);
      const id = nextId++;
      const answer = await new Promise<KeychainAnswer | null>((resolve) => {
        const patience = setTimeout(() => resolve(null), waitMs);
        waiting.set(id, (reply) => {
          clearTimeout(patience);
          resolve(reply);
        });
        connect().send({ ...request, id });
      }).finally(() => waiting.delete(id));
      if (answer?.ok) return answer.value;
      if (answer) throw new Error(answer.message);
      late += 1;
      closeAfter(promptMs);
      throw new KeychainTimeout();
    },
    dispose: close,
  };
}
