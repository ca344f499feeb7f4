import type { Readable } from 'node:stream';

/**
 * A stream out of a generator that also ends what the generator waits for. By itself it asks the generator to return
 * first, which one that waits for a silent peer does not hear.
 */
export function endingWith(abort: AbortController, stream: Readable): Readable {
  const destroy = stream._destroy.bind(stream);
  stream._destroy = (error, done) => {
    abort.abort();
    destroy(error, done);
  };
  return stream;
}
