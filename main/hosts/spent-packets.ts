import v8 from 'node:v8';
import vm from 'node:vm';

type Collect = (options: { type: 'minor' }) => void;

/** Bytes on the wire after which what their packets have left behind is collected. */
const collectEvery = 16 << 20;

/** Null where the engine does not hand it out; then all just works slower. */
function findCollector(): Collect | null {
  try {
    v8.setFlagsFromString('--expose-gc');
    const found: unknown = vm.runInNewContext('gc');
    v8.setFlagsFromString('--no-expose-gc');
    return typeof found === 'function' ? (found as Collect) : null;
  } catch {
    return null;
  }
}

let collect: Collect | null | undefined;
let since = 0;

/**
 * Counts bytes that were sent or received. Each packet leaves buffers outside of the heap, of its size or more where
 * they cannot be given back at once. The young generation sees only handles of them: long before it is full, V8 meets
 * its limit for such memory (64 MB) and goes through the whole heap, every 20 MB again. That is more than half of the
 * time of a transfer. A collection of the young ones alone takes less than a millisecond and frees the same.
 */
export function countPackets(bytes: number): void {
  since += bytes;
  if (since < collectEvery) return;
  since = 0;
  if (collect === undefined) collect = findCollector();
  collect?.({ type: 'minor' });
}
