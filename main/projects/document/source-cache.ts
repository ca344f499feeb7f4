import { readSource } from './read';

/** What `readSource` says of a text; a shared one remembers the texts that it read last. */
export type SourceReader = typeof readSource;

/**
 * Reads each text once while it is in use: a file of a thousand sites takes a fifth of a second, and opening,
 * changing and checking it would each read it again. `kept` is few, as a tree is many times its text.
 */
export function createSourceCache(kept = 3): SourceReader {
  const known = new Map<string, ReturnType<SourceReader>>();
  return (text) => {
    const found = known.get(text) ?? readSource(text);
    known.delete(text);
    known.set(text, found);
    const [oldest] = known.keys();
    if (known.size > kept && oldest !== undefined) known.delete(oldest);
    return found;
  };
}
