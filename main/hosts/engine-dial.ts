import net from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError } from '../errors';
import { abortable } from '../process/abortable';
import type { EngineStates } from './engine-states';
import type { HostRow, HostStore } from './host-store';
import type { createTlsDial } from './tls-dial';

/** A first connection through a jump host takes its time. */
const dialMs = 20_000;

/**
 * Gives streams to the Docker engine of a host, whatever the kind of the host: its socket or named pipe here, its
 * socket through SSH, or TLS.
 */
export function createEngineDial(parts: {
  store: Pick<HostStore, 'need'>;
  throughSsh: (row: HostRow, signal: AbortSignal) => Promise<Duplex>;
  tls: ReturnType<typeof createTlsDial>;
  states: EngineStates;
}) {
  async function overTls(row: HostRow, signal: AbortSignal): Promise<Duplex> {
    parts.states.connecting(row.id);
    try {
      const stream = await parts.tls.open(row, signal);
      // What the engine says about our certificate comes with the first answer, and not before.
      let well = true;
      stream.on('error', (error: Error) => {
        well = false;
        parts.states.failed(row, error);
      });
      stream.once('close', () => well && parts.states.reached(row.id));
      return stream;
    } catch (error) {
      parts.states.failed(row, error);
      throw error;
    }
  }

  /**
   * A stream to the engine, on which HTTP is spoken. The caller ends it.
   * @throws AppError UNAVAILABLE with a `reason` when it cannot be had within 20 s; the signal's reason when it
   * aborts.
   */
  return async (hostId: string, signal?: AbortSignal): Promise<Duplex> => {
    const row = parts.store.need(hostId);
    const late = AbortSignal.timeout(dialMs);
    const ending = signal ? AbortSignal.any([signal, late]) : late;
    ending.throwIfAborted();
    const opening =
      row.kind === 'local'
        ? connectHere(row.dockerSocket)
        : row.kind === 'docker-tls'
          ? overTls(row, ending)
          : parts.throughSsh(row, ending);
    try {
      return await abortable(opening, ending);
    } catch (error) {
      // A stream that comes after all is nobody's.
      void opening.then(
        (stream) => stream.destroy(),
        () => undefined,
      );
      if (late.aborted && !signal?.aborted) throw tooLate(row);
      throw error;
    }
  };
}

const tooLate = ({ name }: HostRow) =>
  new AppError('UNAVAILABLE', `The engine of "${name}" did not answer within ${dialMs / 1000} s.`, {
    hint: 'Check that the host is on, and that no firewall is in between.',
    reason: 'timeout',
  });

/** A socket of this machine, or a named pipe. @throws AppError UNAVAILABLE */
function connectHere(path: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const [what, hint] = hereProblems[error.code ?? ''] ?? [
        'cannot be reached',
        'Check that the service behind it runs, and that you may use it.',
      ];
      const details = error.message;
      reject(
        new AppError('UNAVAILABLE', `${path} ${what}.`, { hint, details, reason: 'unreachable' }, error),
      );
    });
  });
}

const hereProblems: Record<string, [what: string, hint: string]> = {
  ENOENT: ['is not there', 'Start Docker, or correct where its socket is.'],
  ECONNREFUSED: ['has nothing that listens behind it', 'Start Docker.'],
  EACCES: ['may not be used by you', 'Let the admin of this machine add your user to the group "docker".'],
  EPERM: ['may not be used by you', 'Let the admin of this machine add your user to the group "docker".'],
};
