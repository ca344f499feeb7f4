import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startChild } from './child';

/** An ssh-agent of a test's own, which holds these keys. */
export async function startKeyAgent(...keyFiles: string[]) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-agent-'));
  const socket = path.join(folder, 'socket');
  const agent = startChild('ssh-agent', ['-D', '-a', socket]);
  await agent.seen(/SSH_AUTH_SOCK/);
  const env = { SSH_AUTH_SOCK: socket };
  const added = spawnSync('ssh-add', keyFiles, { env: { ...process.env, ...env }, encoding: 'utf8' });
  if (added.status !== 0) throw new Error(`ssh-add failed: ${added.stderr}`);
  return {
    env,
    async end() {
      await agent.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
