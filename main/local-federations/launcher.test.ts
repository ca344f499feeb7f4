import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listProcesses, processesOf } from './processes';

const python = process.env['FEDWRIGHT_TEST_PYTHON'] ?? 'python3';
let kit: string;

// A kit that starts what leaves its group, its parent, and takes no notice of a polite request to end.
const script = `#!/usr/bin/env bash
setsid bash -c 'trap "" TERM; (setsid sh -c "trap \\"\\" TERM; while :; do sleep 1; done" & ) ; while :; do sleep 1; done' &
disown
echo ready
while :; do sleep 1; done
`;

beforeEach(() => {
  kit = mkdtempSync(path.join(os.tmpdir(), 'fedwright-kit-'));
  mkdirSync(path.join(kit, 'startup'));
  writeFileSync(path.join(kit, 'startup', 'sub_start.sh'), script, { mode: 0o700 });
});
afterEach(() => rmSync(kit, { recursive: true, force: true }));

/** Ours is left out: the runner of the tests may have the path among its words. */
const left = async () => processesOf(kit, await listProcesses());

// What Fedwright is to the launcher, as small as can be: it holds its standard input.
const parentScript = `const { spawn } = require('node:child_process');
  const child = spawn(process.argv[1], process.argv.slice(2), { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdout.pipe(process.stdout);`;

test.skipIf(process.platform !== 'linux').each(['the parent is killed', 'it is told to end'] as const)(
  'all that a kit has started ends when %s',
  async (how) => {
    const words = ['-E', '-u', path.resolve('resources/python/run_kit.py'), kit];
    const parent = spawn(process.execPath, ['-e', parentScript, python, ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve) => parent.stdout.once('data', () => resolve()));
    // The launcher, the kit, two that have left its group, and who sleeps for them.
    await expect.poll(async () => (await left()).length).toBeGreaterThanOrEqual(4);
    const launcher = (await left()).find(({ words: all }) => all.some((word) => word.endsWith('run_kit.py')));
    if (how === 'the parent is killed') parent.kill('SIGKILL');
    else process.kill(launcher?.pid ?? 0, 'SIGTERM');
    const pids = (await left()).map(({ pid }) => pid);
    await expect.poll(left, { timeout: 15_000 }).toEqual([]);
    const all = new Set((await listProcesses()).map(({ pid }) => pid));
    expect(pids.filter((pid) => all.has(pid))).toEqual([]);
    parent.kill('SIGKILL');
  },
);
