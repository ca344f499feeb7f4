/** Moves memory to a buffer of another length: one of none lets it go. Node 20 has none of it, and leaves it to its collector. */
const { transfer } = ArrayBuffer.prototype as { transfer?: (this: ArrayBuffer, length: number) => unknown };

/** Smaller ones may be parts of Node's own pool, and are not worth a word. */
const worthIt = 16 << 10;
/** What a packet has around its content at most: numbers before it, padding behind it. */
const around = 1 << 10;

/**
 * Gives the memory of bytes that nobody will read again back at once, if it is theirs alone. Left to the collector,
 * packets of a transfer are given back many at a time, and allocators hand that much on to the system: each new packet
 * then begins with fresh pages, whose faults cost more than encrypting it (in Electron a second for each GB and for
 * each buffer on its way). What is given back at once is what the next packet gets, still in the processor's cache.
 */
export function giveBack(bytes: Uint8Array): void {
  const { buffer, byteLength } = bytes;
  if (byteLength < worthIt || buffer.byteLength - byteLength > around) return;
  if (buffer instanceof ArrayBuffer) transfer?.call(buffer, 0);
}
