import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findElectron } from '../scripts/steps/electron.mjs';
import { root } from '../scripts/steps/paths.mjs';
import { findDisplay } from './display.mjs';
import { makeMachine } from './machine.mjs';
import { median } from './table.mjs';

/** Starts an entry in Electron, and resolves to the seconds until its page can be used and its memory in MiB. */
async function launchOnce(entry, env, profile) {
  const start = performance.now();
  const child = spawn(
    findElectron(),
    [
      // The sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      path.join(root, 'bench', entry),
      `--user-data-dir=${profile}`,
    ],
    { env, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const exit = once(child, 'exit');
  const found = {};
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('benchReady')) found.seconds = (performance.now() - start) / 1000;
      if (!line.includes('benchBytes')) continue;
      found.mebibytes = JSON.parse(line).benchBytes / 2 ** 20;
      return found;
    }
    throw new Error(`${entry} ended before its page could be used`);
  } finally {
    child.kill();
    await exit;
  }
}

/** Launch and memory of the app beside those of an empty Electron window, in turns, after one launch of each. */
export async function measureLaunch({ rounds, launchTarget, memoryTarget }) {
  const machine = makeMachine();
  const display = await findDisplay();
  const env = { ...machine.env, ...display.env };
  const profile = path.join(machine.folder, 'empty-profile');
  mkdirSync(profile);
  try {
    const ours = [];
    const bare = [];
    for (let round = 0; round <= rounds; round += 1) {
      bare.push(await launchOnce('launch-empty.mjs', env, profile));
      ours.push(await launchOnce('launch-app.mjs', env, profile));
    }
    // The first one of each fills caches and, in the app, makes the store.
    const middle = (launches, key) => median(launches.slice(1).map((launch) => launch[key]));
    const row = (name, key, unit, target) => ({
      ...{ name, unit, target },
      ours: middle(ours, key),
      bare: middle(bare, key),
    });
    return [
      row('launch until the first page can be used / an empty window', 'seconds', 's', launchTarget),
      row('memory of all processes after start / an empty window', 'mebibytes', 'MiB', memoryTarget),
    ];
  } finally {
    display.end();
    machine.remove();
  }
}
