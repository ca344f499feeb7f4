import type Docker from 'dockerode';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { type Engines, listMs } from '../docker/engines';
import { EngineSaid } from '../docker/progress-lines';
import { requestStream } from '../docker/request';
import { AppError } from '../errors';
import { endingWith } from '../files/ending-with';
import { writeWhole } from '../files/part-file';
import type { TaskContext } from '../tasks/service';
import { withoutNone } from './views';
import { tarBytes } from './tar-stream';

export const saveInput = z.object({ hostId: z.string(), imageIds: z.array(z.string()), file: z.string() });
export type SaveInput = z.infer<typeof saveInput>;

/** Writes images into a tar, which is there only when it is whole. */
export async function save(engines: Engines, { hostId, imageIds, file }: SaveInput, task: TaskContext) {
  task.stage('Looking at the images', 0, 2);
  const { names, sizeBytes } = await namesOf(engines, hostId, imageIds);
  task.stage('Saving', 1, 2);
  return engines.follow(hostId, (docker) =>
    writeWhole(file, task.signal, async (target) => {
      const source = await openTar(docker, names, task.signal);
      const written = await write(source, target, (bytes) =>
        // The tar has its own headers: it is not known to the byte.
        task.progress(Math.min(0.99, bytes / Math.max(1, sizeBytes))),
      );
      task.log(`${written} bytes: ${names.join(', ')}`);
      return { sizeBytes: written };
    }).catch((error: unknown) => {
      throw saveProblem(error);
    }),
  );
}

async function write(
  source: Readable,
  target: FileHandle,
  onBytes: (bytes: number) => void,
): Promise<number> {
  let at = 0;
  for await (const bytes of tarBytes(source)) {
    // Unlike `write`, which may take a part only where a disk is nearly full.
    await target.writeFile(bytes);
    at += bytes.length;
    onBytes(at);
  }
  return at;
}

/** The same bytes for a browser, which is cut off when they end too early. */
export async function streamTar(engines: Engines, hostId: string, imageIds: string[]): Promise<Readable> {
  const { names } = await namesOf(engines, hostId, imageIds);
  return engines.follow(hostId, async (docker) => {
    const abort = new AbortController();
    const tar = await openTar(docker, names, abort.signal);
    return endingWith(abort, Readable.from(tarBytes(tar), { objectMode: false }));
  });
}

const openTar = (docker: Docker, names: string[], signal: AbortSignal): Promise<Readable> =>
  requestStream(docker, { method: 'GET', path: '/images/get', query: { names }, signal });

/** By its tags, which are then in the tar, too. */
const namesOf = (
  engines: Engines,
  hostId: string,
  imageIds: string[],
): Promise<{ names: string[]; sizeBytes: number }> =>
  engines.ask(hostId, listMs, async (docker) => {
    const all = await Promise.all(imageIds.map((id) => docker.getImage(id).inspect()));
    return {
      names: all.flatMap(({ Id, RepoTags }) => {
        const tags = withoutNone(RepoTags);
        return tags.length > 0 ? tags : [Id];
      }),
      sizeBytes: all.reduce((sum, { Size }) => sum + Size, 0),
    };
  });

/** As a file name: the image's own for one, the host's for several. */
export function fileNameOf(names: string[], hostName: string): string {
  const [only = ''] = names.length === 1 ? names : [`images of ${hostName}`];
  return `${only.replaceAll(/[^\w.-]+/g, '-').slice(0, 100)}.tar`;
}

const saveProblem = (error: unknown): unknown =>
  error instanceof EngineSaid
    ? new AppError(
        'UNAVAILABLE',
        'The Docker engine could not write all of the images.',
        { hint: 'Nothing was kept. Look at the details.', details: error.message, reason: 'save-failed' },
        error,
      )
    : error;
