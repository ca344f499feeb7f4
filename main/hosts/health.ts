import type { HostHealth } from '../../preload/contract/hosts';
import { invalid } from '../errors';
import { askVersion, lookAtEngine } from './engine-health';
import type { HostAccess } from './host-access';
import { healthScript, readReport } from './health-report';

const answerWithinMs = 15_000;

/**
 * Looks at a host: one short command for the way there and back, then one script for everything else.
 * @throws AppError why it cannot be reached; INVALID where it has no POSIX shell.
 */
export async function lookAtHealth(access: HostAccess, hostId: string): Promise<HostHealth> {
  if (access.need(hostId).kind === 'docker-tls') return lookAtEngine(access, hostId);
  // The connection is opened before the time is taken.
  await access.exec(hostId, ['true'], { timeoutMs: answerWithinMs });
  const started = Date.now();
  await access.exec(hostId, ['true'], { timeoutMs: answerWithinMs });
  const latencyMs = Date.now() - started;
  const docker = askVersion(access, hostId);
  const before = Date.now();
  const { code, stdout } = await access.exec(hostId, ['sh', '-c', healthScript], {
    timeoutMs: answerWithinMs,
  });
  if (code !== 0) throw invalid('The host has no shell that can be asked.', 'It needs a POSIX sh.');
  const report = readReport(stdout.toString('utf8'), { from: before, to: Date.now() });
  return { at: Date.now(), latencyMs, ...report, docker: await docker };
}
