import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Where windows can be shown: the display that is there, or else an Xvfb that `end` takes away again. */
export async function findDisplay(env = process.env) {
  if (process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return { env: {}, end() {} };
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const failed = once(server, 'error').then(([error]) => {
    throw new Error(`there is no display, and Xvfb cannot be started: ${error.message}`);
  });
  const [number] = await Promise.race([once(createInterface({ input: server.stdout }), 'line'), failed]);
  return { env: { DISPLAY: `:${number}` }, end: () => void server.kill() };
}
