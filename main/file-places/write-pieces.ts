import { once } from 'node:events';
import type { Pack } from 'tar-stream';

type Entry = ReturnType<Pack['entry']>;

/**
 * Writes the content of a file into an entry of a tar as fast as that is taken. When the tar is thrown away, the content
 * is closed with it. @throws Error then
 */
export async function writePieces(
  content: Iterable<Buffer> | AsyncIterable<Buffer>,
  entry: Entry,
): Promise<void> {
  const closed = once(entry, 'close');
  closed.catch(() => undefined);
  for await (const piece of content) {
    if (entry.destroyed) throw new Error('the tar is not taken any further');
    if (!entry.write(piece)) await Promise.race([once(entry, 'drain'), closed]);
  }
  entry.end();
}
