import { expect, it } from 'vitest';
import { run } from './run';

const node = process.execPath;
const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('passes lines on as they come and tells how it ended', async () => {
  const lines: string[] = [];
  const script = "console.log('one'); console.error('two'); process.exit(3)";
  const result = await run(node, ['-e', script], {
    onLine: (line, stream) => lines.push(`${stream} ${line}`),
  });
  expect(result).toMatchObject({ exitCode: 3, stdout: ['one'], stderr: ['two'], aborted: false });
  expect(lines.toSorted()).toEqual(['stderr two', 'stdout one']);
});

it('never sees a shell', async () => {
  const hostile = '$(touch /tmp/owned); `id` && "quotes"\n; rm -rf /';
  const { stdout } = await run(node, ['-e', 'console.log(JSON.stringify(process.argv[1]))', hostile]);
  expect(JSON.parse(stdout[0] ?? '')).toBe(hostile);
});

it('gives secrets to standard input, not to the list of arguments', async () => {
  const { stdout } = await run(node, ['-e', 'process.stdin.pipe(process.stdout)'], { input: 'a secret\n' });
  expect(stdout).toEqual(['a secret']);
});

it('ends the whole group on abort, also a grandchild that ignores SIGTERM', async () => {
  const abort = new AbortController();
  const grandchild = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
  const script = `const c = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}]);
    console.log(c.pid); setInterval(() => {}, 1000)`;
  let pid = 0;
  const onLine = (line: string) => {
    pid = Number(line);
    setTimeout(() => abort.abort(), 200);
  };
  const result = await run(node, ['-e', script], { signal: abort.signal, onLine });
  expect(result.aborted).toBe(true);
  expect(pid).toBeGreaterThan(0);
  expect(isRunning(pid)).toBe(false);
});

it('leaves no grandchild behind when the child ends by itself', async () => {
  const script = `const c = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
    { stdio: 'ignore' }); console.log(c.pid); c.unref()`;
  const { stdout } = await run(node, ['-e', script]);
  expect(isRunning(Number(stdout[0]))).toBe(false);
});

it('stops what takes too long', async () => {
  const result = await run(node, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 300 });
  expect(result.timedOut).toBe(true);
});

it('tells when the program does not exist', async () => {
  await expect(run('/no/such/program', [])).rejects.toMatchObject({ code: 'ENOENT' });
});
