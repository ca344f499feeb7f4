import { createFrameReader, NoFrames } from '../docker/frames';

/** A line longer than this is given out in pieces, so that it does not fill the memory. Bytes. */
const longestPiece = 1 << 20;
/** An engine writes every time with nine digits behind the second, and a space behind it. */
const stampBytes = 30;
const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;
const space = 32;
const newline = 10;

/** A line of a log or, of a very long one, a part of it. The bytes are those that the program wrote. */
export interface LogPiece {
  /** RFC 3339 with nanoseconds, always of one length: it sorts as text. Empty where the engine gave none. */
  at: string;
  stream: 'stdout' | 'stderr';
  bytes: Buffer;
  /** Whether a line begins, and ends, with it. */
  begins: boolean;
  ends: boolean;
}

/** What an engine writes behind a log that it could not read on. */
export class LogBroke extends Error {}

/**
 * Reads the bytes of a log with times, as an engine sends them, and loses none of them. Without a TTY they are framed,
 * and among the frames may be the engine's own words about a failure.
 */
export function createPieceReader({ tty }: { tty: boolean }) {
  const lines = { stdout: createLines('stdout'), stderr: createLines('stderr') };
  const frames = createFrameReader();
  let waiting: Buffer[] = [];

  function unframe(chunk: Buffer): LogPiece[] {
    const pieces: LogPiece[] = [];
    for (const { from, bytes, ends } of frames.push(chunk)) {
      if (!ends) {
        // A copy: a part of the chunk would keep all of it.
        waiting.push(Buffer.from(bytes));
        continue;
      }
      const content = waiting.length === 0 ? bytes : Buffer.concat([...waiting, bytes]);
      waiting = [];
      if (from === 'engine') throw new LogBroke(content.toString('utf8').trim());
      pieces.push(...lines[from].pushFrame(content));
    }
    return pieces;
  }

  return {
    /** @throws LogBroke with what the engine says */
    push(chunk: Buffer): LogPiece[] {
      if (tty) return lines.stdout.push(chunk);
      try {
        return unframe(chunk);
      } catch (error) {
        throw error instanceof NoFrames ? new LogBroke(error.message) : error;
      }
    },
    /** What was left without an end of line. @throws LogBroke in the middle of a frame */
    end(): LogPiece[] {
      if (frames.isMidway()) throw new LogBroke('it ends in the middle of a line');
      return [...lines.stdout.end(), ...lines.stderr.end()];
    },
  };
}

/** Lines out of pieces of bytes of one stream. */
function createLines(stream: LogPiece['stream']) {
  let waiting: Buffer[] = [];
  let size = 0;
  let inLine = false;
  let lastAt = '';

  function give(ends: boolean): LogPiece {
    const all = waiting.length === 1 && waiting[0] ? waiting[0] : Buffer.concat(waiting);
    [waiting, size] = [[], 0];
    const begins = !inLine;
    inLine = !ends;
    const at = begins ? readStamp(all) : null;
    if (at !== null) lastAt = at;
    return { at: lastAt, stream, bytes: at === null ? all : all.subarray(stampBytes + 1), begins, ends };
  }
  function push(chunk: Buffer): LogPiece[] {
    const pieces: LogPiece[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      waiting.push(chunk.subarray(from, at + 1));
      pieces.push(give(true));
      from = at + 1;
    }
    if (from < chunk.length) {
      waiting.push(Buffer.from(chunk.subarray(from)));
      size += chunk.length - from;
      if (size > longestPiece) pieces.push(give(false));
    }
    return pieces;
  }
  return {
    push,
    /** An engine cuts a long line into frames and gives each of them a time, which the program did not write. */
    pushFrame: (content: Buffer): LogPiece[] =>
      push((inLine || size > 0) && readStamp(content) !== null ? content.subarray(stampBytes + 1) : content),
    end: (): LogPiece[] => (size > 0 ? [give(false)] : []),
  };
}

function readStamp(bytes: Buffer): string | null {
  if (bytes.length <= stampBytes || bytes[stampBytes] !== space) return null;
  const text = bytes.toString('latin1', 0, stampBytes);
  return stamp.test(text) ? text : null;
}
