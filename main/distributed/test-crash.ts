import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openMachine, site } from './test-site';

/** For tests: begins a request on a data directory, and dies when the key is there and the row is not. */
export async function crash(data: string): Promise<never> {
  const machine = await openMachine({ data });
  const { requestId } = machine.distributed.createRequest(site, 'Hal');
  const key = path.join(data, 'staging', `distributed-${requestId}`, 'request', 'site-1.key');
  while (!existsSync(key)) await delay(1);
  process.stdout.write(requestId, () => process.kill(process.pid, 'SIGKILL'));
  return await new Promise<never>(() => setInterval(() => undefined, 1000));
}
