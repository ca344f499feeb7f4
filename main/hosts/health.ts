import type { HostHealth } from '../../preload/contract/hosts';
import { invalid } from '../errors';
import { askVersion, lookAtEngine } from './engine-health';
import type { HostAccess } from './host-access';
import { healthScript, readReport } from './health-report';

const answerWithinMs = 15_000;

/**
 * Looks at a host: one short command for the way there and back, then one script for everything else.
 * @throws AppError why it cannot be reached; INVALID where it has no POSIX shell; CANCELLED when its connection is
 * closed on purpose meanwhile.
 */
export async function lookAtHealth(access: HostAccess, hostId: string): Promise<HostHealth> {
  const { kind } = access.need(hostId);
  if (kind === 'docker-tls') return lookAtEngine(access, hostId);
  if (kind === 'local') return lookAtMachine(access, hostId);
  const hold = access.hold(hostId);
  try {
    return await lookAtMachine(access, hostId, hold.closing);
  } catch (error) {
    // What fails because of it says so in many ways.
    throw hold.closing.aborted ? hold.closing.reason : error;
  } finally {
    hold.release();
  }
}

async function lookAtMachine(access: HostAccess, hostId: string, signal?: AbortSignal): Promise<HostHealth> {
  const options = { timeoutMs: answerWithinMs, signal };
  // The connection is opened before the time is taken.
  await access.exec(hostId, ['true'], options);
  const started = Date.now();
  await access.exec(hostId, ['true'], options);
  const latencyMs = Date.now() - started;
  const docker = askVersion(access, hostId, signal);
  const before = Date.now();
  const { code, stdout } = await access.exec(hostId, ['sh', '-c', healthScript], options);
  if (code !== 0) throw invalid('The host has no shell that can be asked.', 'It needs a POSIX sh.');
  const report = readReport(stdout.toString('utf8'), { from: before, to: Date.now() });
  return { at: Date.now(), latencyMs, ...report, docker: await docker };
}
