import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import { createLogReader } from '../docker/log-lines';
import { requestStream } from '../docker/request';
import { type ConsoleWatch, hear } from './console-watch';

/** Of a log that was never read, the end; in a longer one, what came before is not known. */
const lastLines = 20_000;
/** Where those are longer than NVFlare writes them, these are read, which are never more than that. */
const fewLines = 100;
const lastBytes = 8 << 20;
/** A longer line is several to an engine, which counts them so. */
const entryBytes = 16 << 10;
/** A start is in the first minutes of a log, however long it has become. */
const startMs = 3 * 60_000;
/** What is heard line by line and kept nowhere: only the time that it takes counts. */
const passedBytes = 32 << 20;
/** No line that means something is longer. Characters. */
const heardChars = 2000;

/** Of one start of one container, what was heard of its console. */
export interface Heard extends ConsoleWatch {
  startedAt: string;
  /** When the last line was written that was heard, as the engine tells it. */
  until: string;
  last: string;
}

interface Line {
  /** As the engine writes it: all of one length, so that they compare as text. */
  at: string;
  text: string;
}

/**
 * Hears what was written after what was heard already; of a log that is new to us, its start and its end. However much
 * there is: no more than some 50 MB are asked for, and no more than 8 MB are held.
 * @throws Error when the engine does not give it as a whole
 */
export async function hearOn(docker: Docker, id: string, of: Heard, signal: AbortSignal): Promise<void> {
  const isNew = of.until === '';
  const since = isNew ? of.startedAt : of.until;
  const read = (more: Limits, take: (line: Line) => void) =>
    readLines(docker, id, { since, signal, ...more }, take);
  const { lines, whole } = await readEnd(read);
  const heard = of.until;
  if (!whole && (lines[0]?.at ?? '') > heard) {
    const { cut } = await read(
      { maxBytes: passedBytes, ...(isNew && { until: untilOf(of.startedAt) }) },
      (line) => hearLine(of, line, heard),
    );
    // Connections that were opened or closed in between were not heard.
    if (isNew || cut) of.wires = null;
  }
  const before = of.until;
  for (const line of lines) hearLine(of, line, before);
}

const untilOf = (startedAt: string): string => new Date(Date.parse(startedAt) + startMs).toISOString();

/** @param before lines up to then were heard in an earlier pass */
function hearLine(of: Heard, { at, text }: Line, before: string): void {
  // An engine counts from a whole second on: what was there of it comes once more. Within a pass lines may be a little
  // out of order, as those of the two streams are given their times beside each other.
  if (at <= before || Date.parse(at) < Date.parse(of.startedAt)) return;
  if (at > of.until) of.until = at;
  hear(of, text, Date.parse(at));
  if (text.trim() !== '') of.last = text;
}

interface Limits {
  maxBytes: number;
  until?: string;
  tail?: number;
}

/** The last lines, and whether they are all that there are. */
async function readEnd(
  read: (limits: Limits, take: (line: Line) => void) => Promise<{ cut: boolean }>,
): Promise<{ lines: Line[]; whole: boolean }> {
  for (const tail of [lastLines, fewLines]) {
    const lines: Line[] = [];
    const { cut } = await read({ tail, maxBytes: lastBytes }, (line) => void lines.push(line));
    const fewest = tail - lastBytes / entryBytes;
    if (!cut) return { lines, whole: lines.length < fewest };
  }
  return { lines: [], whole: false };
}

/** Gives each line as it comes, up to so many bytes. */
async function readLines(
  docker: Docker,
  id: string,
  { since, until, tail, maxBytes, signal }: Limits & { since: string; signal: AbortSignal },
  take: (line: Line) => void,
): Promise<{ cut: boolean }> {
  const query = {
    ...{ stdout: '1', stderr: '1', follow: '0', timestamps: '1', since: secondsOf(since) },
    ...(until !== undefined && { until: secondsOf(until) }),
    ...(tail !== undefined && { tail: String(tail) }),
  };
  const path = `/containers/${id}/logs`;
  const answer = (await requestStream(docker, { method: 'GET', path, query, signal })) as IncomingMessage;
  const stop = () => answer.destroy(new Error('it was given up'));
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  // Those that are made here have no TTY.
  const reader = createLogReader({ tty: false });
  const give = (lines: Line[]) =>
    lines.forEach(({ at, text }) => take({ at, text: text.slice(0, heardChars) }));
  try {
    let bytes = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) return { cut: true };
      give(reader.push(chunk));
    }
    if (!answer.complete) throw new Error('its end is missing');
    give(reader.end());
    return { cut: false };
  } finally {
    signal.removeEventListener('abort', stop);
    answer.destroy();
  }
}

/** An engine takes whole seconds: what falls into the first of them is left out afterwards. */
const secondsOf = (at: string): string => String(Math.floor(Date.parse(at) / 1000));
