import { spawn } from 'node:child_process';
import { StepFailed } from './say.mjs';
import { root } from './paths.mjs';

/**
 * Runs a program to its end and resolves to its exit code (128 and more for a signal). What it writes goes to
 * this process's own streams; with `quiet` its stdout goes to stderr, so that ours stays free.
 */
export function run(command, args, { cwd = root, env = process.env, quiet = false, forward = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'],
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
    });
    const stopForwarding = forward ? forwardSignals(child) : () => undefined;
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + (signals[signal] ?? 0));
    });
  });
}

/**
 * As `run`, for programs that go beside each other: what one writes comes in one piece when it has ended, so that no
 * line of another is in it.
 */
export function runBeside(command, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const written = [];
    child.stdout.on('data', (chunk) => written.push(chunk));
    child.stderr.on('data', (chunk) => written.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.stderr.write(Buffer.concat(written));
      resolve(code ?? 128 + (signals[signal] ?? 0));
    });
  });
}

/** As `run`, for a step that has to work. */
export async function mustRun(command, args, options, hint) {
  const code = await run(command, args, options).catch((error) => {
    throw new StepFailed(`${command} could not be started (${error.message}).`, hint);
  });
  if (code !== 0) throw new StepFailed(`${command} ${args[0] ?? ''} failed (exit code ${code}).`, hint);
}

const signals = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/**
 * Hands signals on and outlives them, so that the child's own exit code is what the caller sees. A Ctrl-C at
 * a terminal reaches the child by itself.
 */
function forwardSignals(child) {
  const onInterrupt = () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  };
  const onTerminate = () => child.kill('SIGTERM');
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerminate);
  };
}
