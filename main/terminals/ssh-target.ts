import type { ClientChannel } from 'ssh2';
import type { HostConnection } from '../../preload/contract/hosts';
import { AppError } from '../errors';
import type { HostAccess } from '../hosts/host-access';
import type { Shell, ShellEvents, ShellExit, TerminalSize, TerminalTarget } from './target';

interface ConnectionEvent {
  type: 'snapshot' | 'changed';
  hostId?: string;
  connection?: HostConnection;
  connections?: { hostId: string; connection: HostConnection }[];
}

/** Login shells over the one connection of a host, which is held for as long as the terminal is open. */
export function createSshTargets(parts: {
  hold: HostAccess['hold'];
  watch: (signal: AbortSignal) => AsyncIterable<ConnectionEvent>;
}) {
  return ({ hostId }: { hostId: string }): TerminalTarget => {
    const hold = parts.hold(hostId);
    return {
      async openShell(size, events, signal) {
        const client = await hold.client(signal);
        const channel = await new Promise<ClientChannel>((resolve, reject) => {
          client.shell({ term: 'xterm-256color', ...size }, (error, opened) =>
            error ? reject(noShell(error)) : resolve(opened),
          );
        });
        return shellOf(channel, events);
      },
      async whenBack(signal) {
        // A shell may be gone a moment before its connection is known to be.
        let wasAway = false;
        for await (const event of parts.watch(signal)) {
          const own = (event.connections ?? [event]).find((each) => each.hostId === hostId)?.connection;
          if (wasAway && own?.state === 'open') return;
          if (own && own.state !== 'open') wasAway = true;
        }
        throw new Error('the wait was ended');
      },
      release: hold.release,
    };
  };
}

const noShell = (error: Error): AppError =>
  new AppError('UNAVAILABLE', 'The host gave no shell.', {
    hint: 'Close other terminals of this host, or let its sshd allow more sessions (MaxSessions).',
    ...{ details: error.message, reason: 'no-session' },
  });

function shellOf(channel: ClientChannel, events: ShellEvents): Shell {
  let exit: ShellExit | null = null;
  channel.on('data', events.onBytes);
  // With a terminal on the other side there is one stream; a server that sends a second one is read all the same.
  channel.stderr.on('data', events.onBytes);
  channel.on('exit', (exitCode: number | null, signal?: string) => {
    exit = { exitCode, signal: signal ?? null };
  });
  channel.on('error', () => undefined);
  channel.once('close', () => events.onEnd(exit));
  return {
    write: (text) => void (channel.writable && channel.write(text)),
    resize: ({ cols, rows }: TerminalSize) => void (channel.writable && channel.setWindow(rows, cols, 0, 0)),
    pause: () => void channel.pause(),
    resume: () => void channel.resume(),
    end() {
      // sshd hangs up on the shell when its channel closes. What is still to be read is of no use to anyone.
      channel.resume();
      channel.close();
    },
  };
}
