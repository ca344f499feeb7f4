import type { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { execIn } from '../docker/container-visit';
import type { Engines } from '../docker/engines';
import { AppError, conflict } from '../errors';
import type { LogPiece } from './ground';
import { inContainer } from './kit-tar';

const readMs = 60_000;
/** Of a container that does not run, an engine gives a file as a whole or not at all. */
const largestWhole = 64 << 20;
const pieceBytes = 1_000_000;

interface KitContainer {
  hostId: string;
  id: string;
  running: boolean;
}

/**
 * Reads logs of NVFlare in containers: where one runs, the part that is asked for alone, else out of what the engine
 * gives of the file. @param script `resources/host/read-log.sh`, which reads them on hosts as well
 */
export function createContainerLogs(engines: Engines, script: () => string) {
  async function readInside({ hostId, id }: KitContainer, file: string, from: number): Promise<LogPiece> {
    const words = ['sh', '-c', `dir=/${inContainer}/kit\n${script()}`, 'sh', file, String(from)];
    const { stdout } = await execIn(engines, { hostId, id, timeoutMs: readMs }, words);
    const cut = stdout.indexOf(10);
    const said = /^(\d+) (\d+)$/.exec(stdout.subarray(0, Math.max(0, cut)).toString());
    if (!said) throw unread(stdout);
    return { content: stdout.subarray(cut + 1), from: Number(said[1]), size: Number(said[2]) };
  }

  /** Asked again for what there is no more of, it takes none of the file. */
  async function readBeside({ hostId, id }: KitContainer, file: string, from: number): Promise<LogPiece> {
    const path = `/${inContainer}/kit/${file}`;
    return engines.ask(hostId, readMs, async (docker) => {
      const container = docker.getContainer(id);
      const size = await sizeOf(container.infoArchive({ path }));
      const start = from < 0 ? Math.max(0, size + from) : from > size ? 0 : from;
      if (start === size) return { content: Buffer.alloc(0), from: start, size };
      if (size > largestWhole) throw tooLarge(file, size);
      const tar = (await container.getArchive({ path })) as unknown as Readable;
      return { content: await cutOut(tar, start, Math.min(size, start + pieceBytes)), from: start, size };
    });
  }

  /** Not all engines say whether it is the file that is missing. @throws AppError NOT_FOUND */
  async function assertThere({ hostId, id }: KitContainer): Promise<void> {
    try {
      await engines.ask(hostId, readMs, (docker) => docker.getContainer(id).inspect());
    } catch (error) {
      throw isMissing(error) ? containerGone() : error;
    }
  }

  return {
    async readLog(container: KitContainer, file: string, from: number): Promise<LogPiece> {
      try {
        if (container.running) return await readInside(container, file, from);
      } catch (error) {
        if (isMissing(error)) await assertThere(container);
        // It has ended, or was paused, since it was looked at.
        else if (!(error instanceof AppError) || error.data.reason !== 'docker-409') throw error;
      }
      return readBeside(container, file, from).catch(async (error: unknown) => {
        if (!isMissing(error)) throw error;
        await assertThere(container);
        // NVFlare has not written any so far.
        return { content: Buffer.alloc(0), from: 0, size: 0 };
      });
    },
  };
}

const isMissing = (error: unknown): boolean => error instanceof AppError && error.code === 'NOT_FOUND';

const containerGone = (): AppError =>
  new AppError('NOT_FOUND', 'The container is gone: it was removed, and its logs with it.', {
    hint: 'Send the kit again, or take the deployment off the list.',
  });

/** As the engine tells it beside the file. */
async function sizeOf(asked: Promise<unknown>): Promise<number> {
  const answer = (await asked) as Readable & { headers: Record<string, string | undefined> };
  answer.resume();
  const stat = Buffer.from(answer.headers['x-docker-container-path-stat'] ?? '', 'base64').toString();
  return (JSON.parse(stat) as { size: number }).size;
}

/** Bytes of the one file in a tar. */
async function cutOut(tar: Readable, from: number, to: number): Promise<Buffer> {
  const reader = extract();
  tar.on('error', (error: Error) => reader.destroy(error));
  tar.pipe(reader);
  const kept: Buffer[] = [];
  for await (const entry of reader) {
    let at = 0;
    for await (const chunk of entry as AsyncIterable<Buffer>) {
      kept.push(chunk.subarray(Math.max(0, from - at), Math.max(0, to - at)));
      at += chunk.length;
    }
  }
  return Buffer.concat(kept);
}

const tooLarge = (file: string, size: number): AppError =>
  conflict(
    `${file} has ${Math.round(size / 1e6)} MB, which is too much to be read while its container does not run.`,
    'Start it to follow the log, or download the file from the files of the container.',
  );

const unread = (answer: Buffer): AppError =>
  new AppError('UNAVAILABLE', 'The log could not be read in the container.', {
    hint: 'Its image needs a POSIX sh with the usual commands. The details say what it answered.',
    ...{ details: answer.subarray(0, 2000).toString(), reason: 'script' },
  });
