import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { AppError } from '../errors';
import { EngineSaid, silenceMs } from '../docker/progress-lines';

/** A tar ends with two blocks of zeros. */
const endOfTar = 1024;
const keptBytes = 16 * 1024;

/**
 * The bytes of a tar that an engine writes, as they come. What goes wrong on its side after the first byte an engine
 * can only write behind the others, with the answer ending well: then the end of the tar is missing, and this throws.
 */
export async function* tarBytes(source: Readable): AsyncGenerator<Buffer, void, undefined> {
  const timer = setTimeout(() => source.destroy(cutOff('It said nothing for too long.')), silenceMs);
  let tail = Buffer.alloc(0);
  try {
    for await (const chunk of source) {
      timer.refresh();
      const bytes = chunk as Buffer;
      tail = Buffer.concat([tail, bytes.subarray(-keptBytes)]).subarray(-keptBytes);
      yield bytes;
    }
    assertEnd(tail, (source as IncomingMessage).complete);
  } finally {
    clearTimeout(timer);
    source.destroy();
  }
}

function assertEnd(tail: Buffer, complete: boolean): void {
  const end = tail.subarray(-endOfTar);
  if (complete && end.length === endOfTar && end.every((byte) => byte === 0)) return;
  const text = tail.toString('latin1');
  const said = /\{"errorDetail":\{"message":"((?:[^"\\]|\\.)*)"/.exec(
    text.slice(text.lastIndexOf('{"errorDetail"')),
  );
  if (said) throw new EngineSaid(said[1]);
  throw cutOff('The end of the tar is missing.');
}

const cutOff = (details: string): AppError =>
  new AppError('UNAVAILABLE', 'The images did not come as a whole.', {
    ...{
      hint: 'Nothing was kept. Look whether the host answers, and try again.',
      details,
      reason: 'cut-off',
    },
  });
