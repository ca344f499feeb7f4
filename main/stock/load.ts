import { createReadStream, openSync, type ReadStream, statSync } from 'node:fs';
import { z } from 'zod';
import type { Engines } from '../docker/engines';
import { progressLines, silenceMs } from '../docker/progress-lines';
import { requestStream } from '../docker/request';
import { invalid } from '../errors';
import { toPathProblem } from '../files/path-problem';
import type { TaskContext } from '../tasks/service';
import { tarProblem } from './engine-words';

export const loadInput = z.object({ hostId: z.string(), file: z.string() });

/** Sends a tar of images to an engine as it is read. */
export function load(
  engines: Engines,
  { hostId, file }: z.infer<typeof loadInput>,
  task: TaskContext,
): Promise<{ loaded: string[] }> {
  return engines.follow(hostId, async (docker) => {
    const body = openFile(file);
    const { size } = statSync(file);
    task.stage('Sending the file', 0, 2);
    const quiet = new AbortController();
    const timer = setTimeout(() => quiet.abort(), silenceMs);
    body.on('data', () => {
      timer.refresh();
      task.progress(size > 0 ? body.bytesRead / size : null);
    });
    body.once('end', () => task.stage('Unpacking', 1, 2));
    try {
      const signal = AbortSignal.any([task.signal, quiet.signal]);
      const stream = await requestStream(docker, {
        ...{ method: 'POST', path: '/images/load', query: { quiet: '0' }, body, signal },
      });
      return { loaded: await follow(stream, task, () => timer.refresh()) };
    } catch (error) {
      throw toPathProblem(error) ?? tarProblem(error);
    } finally {
      clearTimeout(timer);
      body.destroy();
    }
  });
}

async function follow(
  stream: Parameters<typeof progressLines>[0],
  task: TaskContext,
  onLine: () => void,
): Promise<string[]> {
  const loaded: string[] = [];
  for await (const { stream: said } of progressLines(stream)) {
    onLine();
    const line = said?.trim();
    if (!line) continue;
    task.log(line);
    const found = /^Loaded image(?: ID)?: (.+)$/.exec(line);
    if (found?.[1]) loaded.push(found[1]);
  }
  return loaded;
}

/** @throws AppError for what is no file, or may not be read */
function openFile(file: string): ReadStream {
  try {
    if (!statSync(file).isFile()) throw invalid('This is not a file.', 'Choose a tar of images.');
    return createReadStream(file, { highWaterMark: 1 << 20, fd: openSync(file, 'r') });
  } catch (error) {
    throw toPathProblem(error) ?? error;
  }
}
