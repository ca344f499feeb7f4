import { createFrameReader } from './frames';

/** A line of a log longer than this is cut: a page has to show it. Characters. */
const longestLine = 4000;
/** A line that does not end is given out in pieces of this size, so that it does not fill the memory. Bytes. */
const longestPiece = 64 * 1024;

export interface FramedLine {
  at: string;
  stream: 'stdout' | 'stderr';
  text: string;
}

/**
 * Reads what an engine sends of a log with timestamps, in chunks as they come, for people to look at. Without a TTY the
 * bytes are framed, with one they are plain.
 */
export function createLogReader({ tty }: { tty: boolean }) {
  const lines = { stdout: createLines('stdout'), stderr: createLines('stderr') };
  const frames = createFrameReader();

  function* unframe(chunk: Buffer): Generator<FramedLine> {
    // What an engine says itself is a line as others are: a person is to read it.
    for (const { from, bytes } of frames.push(chunk))
      yield* lines[from === 'engine' ? 'stderr' : from].push(bytes);
  }

  return {
    push: (chunk: Buffer): FramedLine[] => [...(tty ? lines.stdout.push(chunk) : unframe(chunk))],
    /** What was left without an end of line. */
    end: (): FramedLine[] => [...lines.stdout.end(), ...lines.stderr.end()],
  };
}

/** Lines out of bytes. They are decoded whole: a character may lie on the border of two chunks. */
function createLines(stream: FramedLine['stream']) {
  let pieces: Buffer[] = [];
  let size = 0;
  let lastAt = '';
  function toLine(): FramedLine {
    const text = Buffer.concat(pieces).toString('utf8');
    pieces = [];
    size = 0;
    const [, at, rest] = /^(\d{4}-\d\d-\d\dT\S+) ?([^]*)$/.exec(text) ?? [];
    lastAt = at ?? lastAt;
    return { at: lastAt, stream, text: legible(rest ?? text) };
  }
  return {
    *push(chunk: Buffer): Generator<FramedLine> {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        pieces.push(chunk.subarray(from, at));
        yield toLine();
        from = at + 1;
      }
      if (from >= chunk.length) return;
      // A copy: a part of the chunk would keep all of it.
      pieces.push(Buffer.from(chunk.subarray(from)));
      size += chunk.length - from;
      if (size > longestPiece) yield toLine();
    },
    *end(): Generator<FramedLine> {
      if (size > 0) yield toLine();
    },
  };
}

// The escapes of a terminal: colours, cursor, titles.
// oxlint-disable-next-line no-control-regex -- they begin with a control character
const escapes = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
// oxlint-disable-next-line no-control-regex -- bytes of a program that prints binary
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

function legible(text: string): string {
  const plain = text
    .slice(0, longestLine * 2)
    .replace(escapes, '')
    .replace(/\r$/, '')
    .replace(unprintable, '\ufffd');
  return plain.length > longestLine ? `${plain.slice(0, longestLine)}…` : plain;
}
