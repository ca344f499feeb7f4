import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { type Engines, listMs } from '../docker/engines';

/** In the environment of a command, which everything that it starts inherits: by it all of that is found. */
export const newMark = (): string => `FEDWRIGHT_COMMAND=${randomUUID()}`;

const endMarked = `for each in /proc/[0-9]*; do
  if tr '\\0' '\\n' <"$each/environ" 2>/dev/null | grep -qxF "$1"; then kill -TERM "\${each#/proc/}" 2>/dev/null; fi
done`;

/** One that is given up at once may begin only after it was looked for. */
const looks = 5;
const betweenMs = 100;

/**
 * Ends a command that nobody waits for any more: an engine lets it run on when the connection to it closes. Never
 * rejects, as its container, or the way to it, may be gone.
 */
export async function endIn(
  engines: Engines,
  {
    hostId,
    containerId,
    exec,
    mark,
  }: { hostId: string; containerId: string; exec: Docker.Exec; mark: string },
): Promise<void> {
  const ask = <T>(work: (docker: Docker) => Promise<T>) => engines.ask(hostId, listMs, work);
  try {
    for (let look = 0; look < looks; look += 1) {
      const { Running, ExitCode } = await ask(() => exec.inspect());
      if (!Running && ExitCode !== null) return;
      await ask(async (docker) => {
        const Cmd = ['sh', '-c', endMarked, 'sh', mark];
        const made = await docker.getContainer(containerId).exec({ Cmd, User: '0' });
        await made.start({ Detach: true });
      });
      await pause(betweenMs);
    }
  } catch {
    // What it worked on has ended with its container, or is out of reach.
  }
}
