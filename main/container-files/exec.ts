import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { type Engines, listMs } from '../docker/engines';
import { createFrameReader } from '../docker/frames';
import { AppError } from '../errors';
import { endIn, newMark } from './end-in';
import { brokenOff } from './problems';
import type { Argv } from './words';

export interface InContainer {
  engines: Engines;
  hostId: string;
  containerId: string;
  /** Of whoever waits for it: what runs there is ended when it aborts. */
  signal?: AbortSignal | undefined;
}

/** For what has to be cleared up although nobody waits any more. */
export const toTheEnd = <T extends InContainer>(of: T): T => ({ ...of, signal: undefined });

export interface ExecResult {
  code: number;
  stdout: Buffer;
  stderr: string;
  /** Whether more came than was kept; then it was not waited for. */
  cut: boolean;
}

const quickMs = 30_000;
const stderrBytes = 4096;
/** What an engine answers with where it finds no such program. */
const noProgram = new Set([126, 127]);

export const isMissingProgram = ({ code }: { code: number }): boolean => noProgram.has(code);

/** Runs a command in a container to its end, as its root, as the engine's own archive does. @throws AppError */
export async function runIn(
  of: InContainer,
  command: Argv,
  { maxBytes = 1 << 20, timeoutMs = quickMs } = {},
): Promise<ExecResult> {
  const { signal = neverAborts } = of;
  signal.throwIfAborted();
  const kept: Buffer[] = [];
  let size = 0;
  const run = await startIn(of, command, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
  try {
    for await (const piece of run.stdout()) {
      kept.push(piece);
      size += piece.length;
      if (size > maxBytes)
        return { code: 0, stdout: Buffer.concat(kept).subarray(0, maxBytes), stderr: '', cut: true };
    }
    return { ...(await run.end()), stdout: Buffer.concat(kept), cut: false };
  } catch (error) {
    signal.throwIfAborted();
    throw run.late() ? tooSlow(command.argv[0] ?? '', timeoutMs) : error;
  }
}

const neverAborts = new AbortController().signal;

const tooSlow = (program: string, ms: number): AppError =>
  new AppError(
    'UNAVAILABLE',
    `"${program}" did not end within ${Math.round(ms / 1000)} s in the container.`,
    {
      hint: 'The container may be very busy. Look at it in a terminal.',
      reason: 'timeout',
    },
  );

/** Starts one whose output is taken as it comes. It is ended when the signal aborts, or when no more is taken of it. */
export async function startIn(
  { engines, hostId, containerId }: InContainer,
  { argv, input }: Argv,
  signal: AbortSignal,
) {
  const mark = newMark();
  const { exec, stream } = await engines.ask(hostId, listMs, async (docker) => {
    const made = await docker.getContainer(containerId).exec({
      ...{ Cmd: argv, User: '0', WorkingDir: '/', Env: ['LC_ALL=C', mark] },
      ...{ AttachStdin: input !== null, AttachStdout: true, AttachStderr: true },
    });
    return { exec: made, stream: await made.start({ hijack: true, stdin: input !== null }) };
  });
  const stop = () => stream.destroy(brokenOff());
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  stream.on('error', () => undefined);
  if (input !== null) stream.end(input);
  let stderr = '';
  let ended = false;
  return {
    late: () => signal.aborted,
    async *stdout(): AsyncGenerator<Buffer> {
      try {
        const frames = createFrameReader();
        for await (const chunk of stream)
          for (const { from, bytes } of frames.push(chunk as Buffer)) {
            if (from === 'stdout') yield bytes;
            else if (stderr.length < stderrBytes) stderr += bytes.toString('utf8');
          }
        ended = true;
      } finally {
        signal.removeEventListener('abort', stop);
        stream.destroy();
        if (!ended) await endIn(engines, { hostId, containerId, exec, mark });
      }
    },
    /** How it ended, once its output has. */
    end: async () => ({ code: await exitCodeOf(engines, hostId, exec), stderr }),
  };
}

/** The engine knows it a moment after the output has ended. */
async function exitCodeOf(engines: Engines, hostId: string, exec: Docker.Exec): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { Running, ExitCode } = await engines.ask(hostId, listMs, () => exec.inspect());
    if (!Running && ExitCode !== null) return ExitCode;
    await pause(20 + tries);
  }
  throw brokenOff('the engine does not tell how the command ended');
}
