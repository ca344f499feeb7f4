import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { testPython } from '../scripts/steps/test-python.mjs';

/** The keychain of whoever runs this is left alone. */
const hidden = /^(npm_|XDG_|FEDWRIGHT_|DBUS_)/;

/** A home and a data directory for one benchmark, with an NVFlare environment first on the PATH. */
export function makeMachine() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-bench-'));
  const home = path.join(folder, 'home');
  mkdirSync(home);
  const python = testPython();
  const kept = Object.entries(process.env).filter(([name]) => !hidden.test(name));
  const env = {
    ...Object.fromEntries(kept),
    HOME: home,
    FEDWRIGHT_DATA: path.join(folder, 'data'),
    PATH: [python && path.dirname(python), process.env.PATH].filter(Boolean).join(path.delimiter),
  };
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Runs a program to its end. Resolves to the seconds that it took; rejects when it fails. */
export function time(command, args, env) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve((performance.now() - start) / 1000)
        : reject(new Error(`${command} ${args.join(' ')} exited with ${code}\n${output}`)),
    );
  });
}
