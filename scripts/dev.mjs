// `npm run dev`: builds and starts anew whenever a source has changed.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './steps/build.mjs';
import { root } from './steps/paths.mjs';
import { StepFailed, say } from './steps/say.mjs';

const settleMs = 300;
let app = null;
let timer;
let building = Promise.resolve();

async function buildAndStart() {
  try {
    await ensureBuilt();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    return say(error.hint);
  }
  await stop();
  app = spawn(process.execPath, [path.join(root, 'scripts', 'start.mjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
}

function stop() {
  if (!app || app.exitCode !== null || app.signalCode !== null) return Promise.resolve();
  const ended = new Promise((resolve) => app.once('exit', resolve));
  app.kill('SIGTERM');
  return ended;
}

for (const folder of ['main', 'preload', 'renderer', 'resources'])
  watch(path.join(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(buildAndStart);
    }, settleMs);
  });
process.on('SIGINT', () => void stop().then(() => process.exit(0)));
await buildAndStart();
