import type { LogPiece } from './log-pieces';

/** Pieces as they come, some at a time. */
export type PieceSource = AsyncIterable<LogPiece[]>;

/** So much is gathered before it is given on. Bytes. */
const batchBytes = 256 * 1024;

interface Reading {
  index: number;
  next: () => Promise<IteratorResult<LogPiece[], unknown>>;
  queue: LogPiece[];
  at: number;
  ended: boolean;
}

/**
 * The text of one log, or of several merged by time: each line with its time and, of several, with the name of its
 * container. It reads no further ahead than one chunk of each, so that a log of any size goes through a small memory.
 * `onTime` is told the time of the latest line now and then.
 */
export async function* mergeLogs(
  sources: { name: string; pieces: PieceSource }[],
  onTime: (at: string) => void = () => undefined,
): AsyncGenerator<Buffer, void, undefined> {
  const iterators = sources.map(({ pieces }) => pieces[Symbol.asyncIterator]());
  const readings = iterators.map((each, index): Reading => {
    return { index, next: () => each.next(), queue: [], at: 0, ended: false };
  });
  const writer = createWriter(sources.map(({ name }) => (sources.length > 1 ? `${name} | ` : '')));
  try {
    while (true) {
      await Promise.all(readings.map(refill));
      const reading = earliest(readings, writer.midLine());
      if (!reading) break;
      // As long as all of them have something there is nothing to wait for.
      const at = writeOn(readings, reading, writer);
      if (writer.size() >= batchBytes) {
        onTime(at);
        yield writer.take();
      }
    }
    if (writer.size() > 0) yield writer.take();
  } finally {
    // Not waited for: one that fails must not hang on another that is silent. Whoever opened them ends them.
    for (const each of iterators) each.return?.().catch(() => undefined);
  }
}

async function refill(reading: Reading): Promise<void> {
  while (!reading.ended && reading.at >= reading.queue.length) {
    const { done, value } = await reading.next();
    reading.at = 0;
    if (done) [reading.ended, reading.queue] = [true, []];
    else reading.queue = value;
  }
}

const headOf = ({ queue, at }: Reading): LogPiece | undefined => queue[at];

/** The one whose next line is the oldest; or the one in the middle of a line, which is not torn apart. */
function earliest(readings: Reading[], midLine: number | null): Reading | undefined {
  const inLine = readings.find(({ index }) => index === midLine);
  if (inLine && headOf(inLine)?.begins === false) return inLine;
  let first: Reading | undefined;
  for (const reading of readings) {
    const head = headOf(reading);
    if (head && (!first || head.at < (headOf(first)?.at ?? ''))) first = reading;
  }
  return first;
}

function writeOn(readings: Reading[], first: Reading, writer: ReturnType<typeof createWriter>): string {
  let reading: Reading | undefined = first;
  let at = '';
  while (reading && writer.size() < batchBytes) {
    const head = headOf(reading);
    if (!head) break;
    at = head.at;
    writer.add(reading.index, head);
    reading.at += 1;
    // An empty one may have older lines to come.
    if (reading.at >= reading.queue.length) break;
    reading = readings.length === 1 ? reading : earliest(readings, writer.midLine());
  }
  return at;
}

function createWriter(prefixes: string[]) {
  let parts: Buffer[] = [];
  let size = 0;
  /** Whose line has begun and not ended. */
  let open: { index: number; stream: LogPiece['stream'] } | null = null;
  const put = (bytes: Buffer) => {
    parts.push(bytes);
    size += bytes.length;
  };
  return {
    size: () => size,
    midLine: () => open?.index ?? null,
    add(index: number, { at, stream, bytes, begins, ends }: LogPiece): void {
      const goesOn = !begins && open?.index === index && open.stream === stream;
      if (!goesOn) {
        if (open) put(endOfLine);
        put(Buffer.from(`${at === '' ? '' : `${at} `}${prefixes[index] ?? ''}`));
      }
      put(bytes);
      open = ends ? null : { index, stream };
    },
    take(): Buffer {
      const all = Buffer.concat(parts, size);
      [parts, size] = [[], 0];
      return all;
    },
  };
}

const endOfLine = Buffer.from('\n');
