import { Duplex, PassThrough, type Writable } from 'node:stream';
import type Docker from 'dockerode';
import type { Engines } from './engines';

const lookMs = 15_000;
/** A guest that nobody sent away ends by itself. */
const guestSeconds = 300;
const guestLabel = 'fedwright.probe';

/** Commands where a container is: with its network, its name look-up and its image. */
export interface Visit {
  /** Runs a command to its end. @throws AppError when the engine does not answer in time */
  exec(words: string[], timeoutMs: number): Promise<{ code: number | null; stdout: Buffer }>;
  /** Starts a command: what is written goes to it, what it prints is read. It is told of the end by the end of its input. */
  open(words: string[]): Promise<Duplex>;
  /** Also when the engine has gone meanwhile. */
  leave(): Promise<void>;
}

/**
 * Goes into a container that runs, and otherwise into a guest beside it, made of the same image with the same
 * network, which goes with the visit. `python` is one that the image has.
 * @returns null when there is no such container. @throws AppError when the guest cannot be made
 */
export async function visitContainer(
  engines: Engines,
  { hostId, name, python }: { hostId: string; name: string; python: string },
): Promise<Visit | null> {
  const found = await engines.ask(hostId, lookMs, async (docker) => {
    const list = await docker.listContainers({ all: true, filters: { name: [`^/?${name}$`] } });
    const one = list.find(({ Names }) => Names.includes(`/${name}`));
    return one ? docker.getContainer(one.Id).inspect() : null;
  });
  if (!found) return null;
  // Of one that starts again and again, or is paused, an engine says that it runs, and lets nobody in.
  const { Running, Restarting, Paused } = found.State;
  if (Running && !Restarting && !Paused) return visitOf(engines, hostId, found.Id, async () => undefined);
  const id = await makeGuest(engines, hostId, found, python);
  return visitOf(engines, hostId, id, async () => {
    await engines
      .ask(hostId, lookMs, (docker) => docker.getContainer(id).remove({ force: true, v: true }))
      .catch(() => undefined);
  });
}

function makeGuest(
  engines: Engines,
  hostId: string,
  { Image, Config, HostConfig }: Docker.ContainerInspectInfo,
  python: string,
): Promise<string> {
  const wait = `import time; time.sleep(${guestSeconds})`;
  return engines.ask(hostId, lookMs, async (docker) => {
    await removeLeftGuests(docker);
    const guest = await docker.createContainer({
      ...{ Image, Entrypoint: [python, '-c', wait], Cmd: [], Env: Config.Env, User: Config.User },
      Labels: { [guestLabel]: '1' },
      HostConfig: {
        ...{ NetworkMode: HostConfig.NetworkMode, ExtraHosts: HostConfig.ExtraHosts, Dns: HostConfig.Dns },
        ...{ DnsSearch: HostConfig.DnsSearch, AutoRemove: true },
      },
    });
    try {
      await guest.start();
      return guest.id;
    } catch (error) {
      // One that has never run is not removed by itself.
      await guest.remove({ force: true }).catch(() => undefined);
      throw error;
    }
  });
}

/** Those that were made and never started, as their host was lost in between: nothing else would take them away. */
async function removeLeftGuests(docker: Docker): Promise<void> {
  const filters = { label: [guestLabel], status: ['created', 'exited'] };
  const left = await docker.listContainers({ all: true, filters });
  for (const { Id, Created } of left)
    if (Date.now() / 1000 - Created > 2 * guestSeconds)
      await docker
        .getContainer(Id)
        .remove({ force: true, v: true })
        .catch(() => undefined);
}

/** Bytes that a command may print, which are all held. */
const mostPrinted = 8 << 20;

/**
 * Runs a command to its end in a container that runs. @throws AppError when the engine does not answer in time; Error
 * when it prints more than 8 MB
 */
export const execIn = (
  engines: Engines,
  { hostId, id, timeoutMs }: { hostId: string; id: string; timeoutMs: number },
  words: string[],
): ReturnType<Visit['exec']> =>
  engines.ask(hostId, timeoutMs, async (docker, abortSignal) => {
    const container = docker.getContainer(id);
    const exec = await container.exec({ Cmd: words, AttachStdout: true, AttachStderr: true, abortSignal });
    const stream = await exec.start({ abortSignal });
    const out = new PassThrough();
    // Nobody reads it any more: the engine is told by the end of the stream.
    const stop = () => out.destroy(new Error('the command took too long'));
    abortSignal.addEventListener('abort', stop);
    if (abortSignal.aborted) stop();
    try {
      unframe(docker, stream, out);
      const stdout = await readAtMost(out, mostPrinted);
      return { code: (await exec.inspect({ abortSignal })).ExitCode, stdout };
    } finally {
      abortSignal.removeEventListener('abort', stop);
      stream.destroy();
    }
  });

async function readAtMost(out: PassThrough, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of out as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) throw new Error(`the command printed more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const visitOf = (engines: Engines, hostId: string, id: string, leave: () => Promise<void>): Visit => ({
  leave,
  exec: (words, timeoutMs) => execIn(engines, { hostId, id, timeoutMs }, words),
  open: (words) =>
    engines.ask(hostId, lookMs, async (docker) => {
      const exec = await docker
        .getContainer(id)
        .exec({ Cmd: words, AttachStdin: true, AttachStdout: true, AttachStderr: true });
      const stream = await exec.start({ hijack: true, stdin: true });
      const out = new PassThrough();
      unframe(docker, stream, out);
      const both = Duplex.from({ readable: out, writable: stream });
      // Whoever throws it away, or loses it while nobody listens, has no use for the error that this is.
      both.on('error', () => undefined);
      return both;
    }),
});

type Modem = { demuxStream(from: Duplex, stdout: Writable, stderr: Pick<Writable, 'write'>): void };

/** What a command without a terminal prints comes in frames, which say where it was printed. */
function unframe(docker: Docker, stream: Duplex, out: PassThrough): void {
  (docker.modem as Modem).demuxStream(stream, out, { write: () => true });
  stream.once('end', () => out.end());
  stream.once('close', () => out.end());
  stream.once('error', (error) => out.destroy(error));
}
