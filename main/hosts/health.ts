import type { HostHealth } from '../../preload/contract/hosts';
import { createEngine } from '../docker/engine';
import { invalid } from '../errors';
import type { HostAccess } from './host-access';
import { healthScript, readReport } from './health-report';

const answerWithinMs = 15_000;

/**
 * Looks at a host: one short command for the way there and back, then one script for everything else.
 * @throws AppError why it cannot be reached; INVALID where it has no POSIX shell.
 */
export async function lookAtHealth(access: HostAccess, hostId: string): Promise<HostHealth> {
  const { dockerSocket } = access.need(hostId);
  // The connection is opened before the time is taken.
  await access.exec(hostId, ['true'], { timeoutMs: answerWithinMs });
  const started = Date.now();
  await access.exec(hostId, ['true'], { timeoutMs: answerWithinMs });
  const latencyMs = Date.now() - started;
  const docker = askEngine(access, hostId, dockerSocket);
  const before = Date.now();
  const { code, stdout } = await access.exec(hostId, ['sh', '-c', healthScript], {
    timeoutMs: answerWithinMs,
  });
  if (code !== 0) throw invalid('The host has no shell that can be asked.', 'It needs a POSIX sh.');
  const report = readReport(stdout.toString('utf8'), { from: before, to: Date.now() });
  return { at: Date.now(), latencyMs, ...report, docker: await docker };
}

/** Null when there is no engine, or none that this user may talk to. */
async function askEngine(access: HostAccess, hostId: string, socket: string): Promise<HostHealth['docker']> {
  try {
    const late = AbortSignal.timeout(answerWithinMs);
    const engine = createEngine(async () => {
      const stream = await access.unixSocket(hostId, socket, late);
      // An engine that takes the connection and says nothing.
      late.addEventListener('abort', () => stream.destroy(), { once: true });
      return stream;
    });
    const answer: unknown = await engine.version();
    return readVersion(answer);
  } catch {
    return null;
  }
}

function readVersion(answer: unknown): HostHealth['docker'] {
  if (typeof answer !== 'object' || answer === null) return null;
  const { Version, ApiVersion } = answer as Record<string, unknown>;
  if (typeof Version !== 'string' || typeof ApiVersion !== 'string') return null;
  return { version: Version.slice(0, 60), apiVersion: ApiVersion.slice(0, 20) };
}
