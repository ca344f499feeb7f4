import { forbidCoreDumps } from './platform/node/core-dumps';
import { keepCompiled } from './platform/node/compiled';

forbidCoreDumps();
keepCompiled();

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 5));

const [{ standardOutput }, { runProgram }] = await Promise.all([
  import('./doors/cli/output'),
  import('./doors/cli/program'),
]);
process.exitCode = await runProgram(process.argv.slice(2), standardOutput);
// Everything is closed by now. Should a handle be left, the person's shell does not wait for it.
setTimeout(() => process.exit(), 1000).unref();
