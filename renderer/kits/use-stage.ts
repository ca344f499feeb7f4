import { useRef } from 'react';
import { client } from '../rpc/client';

type Stage = Awaited<ReturnType<typeof client.kits.stage>>;

/** The host removes a staged file after some minutes; well before that it is made again. */
const freshMs = 90_000;

/**
 * Gets the file of a drag ready before the drag starts: an operating system, like a browser, wants to know
 * it at once. `prepare` is for the pointer coming near, `ready` for the start of the drag.
 */
export function useStage(kitId: string) {
  const staged = useRef<{ at: number; stage: Stage | null; failed: unknown } | null>(null);

  const prepare = () => {
    const known = staged.current;
    if (known && !known.failed && Date.now() - known.at < freshMs) return;
    const entry: NonNullable<typeof staged.current> = { at: Date.now(), stage: null, failed: null };
    staged.current = entry;
    client.kits.stage({ kitId }).then(
      (stage) => (entry.stage = stage),
      (error: unknown) => (entry.failed = error),
    );
  };

  const ready = (): { stage: Stage | null; failed: unknown } =>
    staged.current ?? { stage: null, failed: null };

  return { prepare, ready };
}
