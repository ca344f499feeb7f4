import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createFileSecrets } from '../platform/fake/file-secrets';
import { manyClients, openHouse, projectText } from './test-house';

/** For tests: provisions on a data directory, says what it began, and dies in the middle of it. `keychain` is a file. */
export async function crash(data: string, keychain: string | null = null): Promise<never> {
  const house = await openHouse({ data, ...(keychain ? { secrets: createFileSecrets(keychain) } : {}) });
  const projectId = house.addProject(projectText({ more: manyClients(60) }));
  const { runId, taskId } = await house.provisioning.start(projectId, 'Tester');
  const working = path.join(house.layout.stagingOf(runId), 'ws', 'trial', 'wip');
  while (!existsSync(working)) await delay(10);
  process.stdout.write(JSON.stringify({ projectId, runId, taskId }), () =>
    process.kill(process.pid, 'SIGKILL'),
  );
  return await new Promise<never>(() => setInterval(() => undefined, 1000));
}
