import type { Duplex } from 'node:stream';
import { type Engines, listMs } from '../docker/engines';
import type { OfContainer } from './actions';

/** A command in a container, on a terminal of its own. */
export interface ExecSession {
  /** What is typed goes in, what the terminal shows comes out. It ends with the command. */
  stream: Duplex;
  resize(cols: number, rows: number): Promise<void>;
  /** Null while it runs. */
  exitCode(): Promise<number | null>;
}

export interface ExecOptions extends OfContainer {
  command: string[];
  /** As `user` or `user:group`, by name or number; empty is the user of the container. */
  user: string;
  environment: string[];
}

/** Opens one. @throws AppError when the container does not run, or the engine does not answer */
export async function openExec(
  engines: Engines,
  input: ExecOptions & { cols: number; rows: number },
): Promise<ExecSession> {
  const { hostId, containerId, command, user, environment } = input;
  const { exec, stream } = await engines.ask(hostId, listMs, async (docker) => {
    const made = await docker.getContainer(containerId).exec({
      ...{ Cmd: command, User: user, Env: environment },
      ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true },
      // Here and in the start: without either, bytes of frames get into the terminal.
      Tty: true,
    });
    return { exec: made, stream: await made.start({ hijack: true, stdin: true, Tty: true }) };
  });
  const ask = <T>(work: () => Promise<T>) => engines.ask(hostId, listMs, work);
  const resize = async (cols: number, rows: number): Promise<void> => {
    await ask(() => exec.resize({ w: cols, h: rows }));
  };
  // A command that has ended by now has no terminal any more; its output is in the stream.
  await resize(input.cols, input.rows).catch(() => {});
  return { stream, resize, exitCode: async () => (await ask(() => exec.inspect())).ExitCode };
}

/** Runs a command in a container, and does not wait for its end. @throws as `openExec` */
export const startDetached = (
  engines: Engines,
  { hostId, containerId, command, user }: Omit<ExecOptions, 'environment'>,
): Promise<void> =>
  engines.ask(hostId, listMs, async (docker) => {
    const made = await docker.getContainer(containerId).exec({ Cmd: command, User: user });
    await made.start({ Detach: true });
  });
