import type { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError } from '../errors';

/** One line of what an engine tells while it pulls or loads. */
export interface ProgressLine {
  /** The layer that it is about. */
  id?: string | undefined;
  status?: string | undefined;
  stream?: string | undefined;
  current?: number | undefined;
  total?: number | undefined;
}

const lineSchema = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  stream: z.string().optional(),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string() }).partial().optional(),
  progressDetail: z.object({ current: z.number(), total: z.number() }).partial().nullish(),
});

/** No engine writes lines of this length; one that does would fill the memory. */
const longestLine = 1 << 20;

/** An engine that says nothing for so long is taken for gone. It is silent while it unpacks a large layer. */
export const silenceMs = 10 * 60_000;

/** What an engine said went wrong in the middle of an answer that had begun well. */
export class EngineSaid extends Error {}

/**
 * Reads JSON lines as they come, whatever the pieces they come in. A line with an error is thrown as
 * `EngineSaid`, an answer that stops in the middle of a line or for too long as an AppError.
 */
export async function* progressLines(
  source: Readable,
  quietMs = silenceMs,
): AsyncGenerator<ProgressLine, void, undefined> {
  const timer = setTimeout(() => source.destroy(tooQuiet(quietMs)), quietMs);
  // The decoder keeps the start of a character whose end has not come yet.
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of source) {
      timer.refresh();
      const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) throw notUnderstood(rest);
      for (const line of lines) if (line.trim() !== '') yield readLine(line);
    }
    if (rest.trim() !== '') yield readLine(rest);
  } finally {
    clearTimeout(timer);
    source.destroy();
  }
}

function readLine(line: string): ProgressLine {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw notUnderstood(line);
  }
  const read = lineSchema.safeParse(json);
  if (!read.success) throw notUnderstood(line);
  const { error, errorDetail, progressDetail, ...known } = read.data;
  const failure = errorDetail?.message ?? error;
  if (failure !== undefined) throw new EngineSaid(failure);
  return { ...known, current: progressDetail?.current, total: progressDetail?.total };
}

const notUnderstood = (line: string): AppError =>
  new AppError('UNAVAILABLE', 'The answer of the Docker engine broke off.', {
    hint: 'The connection may have been cut. Try again.',
    ...{ details: line.slice(0, 500), reason: 'engine-answer' },
  });

const tooQuiet = (ms: number): AppError =>
  new AppError('UNAVAILABLE', `The Docker engine said nothing for ${Math.round(ms / 60_000)} minutes.`, {
    hint: 'The host may be cut off. Look whether it answers, and try again.',
    reason: 'timeout',
  });
