import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, vi } from 'vitest';
import { testPython } from '../../e2e/servers/nvflare';
import { run } from '../process/run';
import { createFolder, resources } from './test-bench';
import { writeManySites } from './test-projects';

const python = testPython() ?? '';
const script = (name: string) => path.join(resources, 'python', name);

// What Fedwright is to its children, as small as can be: it holds their standard input, in a group of theirs.
const parentScript = `const { spawn } = require('node:child_process');
  const child = spawn(process.argv[1], process.argv.slice(2),
    { detached: true, stdio: ['pipe', 'pipe', 'inherit'], env: process.env });
  process.stdout.write('child ' + child.pid + '\\n');
  child.stdout.pipe(process.stdout);`;

function startParent(args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const all = ['-e', parentScript, python, ...args];
  return spawn(process.execPath, all, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
}

async function readChildPid(parent: ChildProcess, ready: (line: string) => boolean): Promise<number> {
  let pid = 0;
  if (!parent.stdout) throw new Error('no standard output');
  for await (const line of createInterface({ input: parent.stdout })) {
    if (line.startsWith('child ')) pid = Number(line.slice('child '.length));
    if (ready(line)) break;
  }
  return pid;
}

const groupIsGone = (pid: number): boolean => {
  try {
    process.kill(-pid, 0);
    return false;
  } catch {
    return true;
  }
};

it.skipIf(!python || process.platform === 'win32')(
  'ends a module and all that it started when the parent is killed',
  async () => {
    using place = createFolder();
    const code =
      "import subprocess, time\nsubprocess.Popen(['sleep', '600'])\nprint('ready', flush=True)\ntime.sleep(600)\n";
    writeFileSync(path.join(place.folder, 'endless.py'), code);
    const parent = startParent([script('run_module.py'), 'endless'], { PYTHONPATH: place.folder });
    const pid = await readChildPid(parent, (line) => line === 'ready');
    expect(groupIsGone(pid)).toBe(false);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(groupIsGone(pid)).toBe(true), { timeout: 5000 });
  },
);

it.skipIf(!python || process.platform === 'win32')(
  'ends nvflare provision in the middle when the parent is killed',
  async () => {
    using place = createFolder();
    const workspace = path.join(place.folder, 'ws');
    mkdirSync(workspace);
    const project = writeManySites(place.folder, 300);
    const parent = startParent([
      '-E',
      '-u',
      script('run_nvflare.py'),
      'provision',
      '-p',
      project,
      '-w',
      workspace,
    ]);
    const pid = await readChildPid(parent, (line) => line.startsWith('child '));
    const wip = path.join(workspace, 'many_sites', 'wip');
    await vi.waitFor(() => statSync(wip), { timeout: 20_000, interval: 50 });
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(groupIsGone(pid)).toBe(true), { timeout: 5000 });
    // It did not get to the end: the result never took its place.
    expect(statSync(wip).isDirectory()).toBe(true);
  },
);

it.skipIf(!python)('says what nvflare says, and makes files private', async () => {
  const version = await run(python, ['-E', '-u', script('run_nvflare.py'), '--version'], { holdInput: true });
  expect(version).toMatchObject({ exitCode: 0, stdout: [expect.stringMatching(/^NVFlare version is \d/)] });
  using place = createFolder();
  const code =
    "import os, sys\nopen(sys.argv[1], 'w').close()\nprint(os.path.basename(sys.argv[0]), sys.stdin.read() == '', [p for p in sys.path if p.endswith('resources/python')])\n";
  writeFileSync(path.join(place.folder, 'writer.py'), code);
  const file = path.join(place.folder, 'made');
  const env = { ...process.env, PYTHONPATH: place.folder };
  const result = await run(python, [script('run_module.py'), 'writer', file], { holdInput: true, env });
  expect(result.stdout).toEqual(['writer.py True []']);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});
