import { parseArgs } from 'node:util';
import { describeError, exitCodeOf } from './doors/cli/exit';
import { parsePort } from './doors/cli/arguments';
import { keepCompiled } from './platform/node/compiled';
import { forbidCoreDumps } from './platform/node/core-dumps';

forbidCoreDumps();
keepCompiled();

// The browser host by itself: what `fedwright serve` runs, without the rest of the command line.
try {
  const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } });
  const { serve } = await import('./doors/web/serve');
  await serve({
    argument: values.data,
    port: parsePort(values.port),
    print: (line) => process.stdout.write(`${line}\n`),
    say: (line) => process.stderr.write(`${line}\n`),
  });
} catch (error) {
  process.stdout.write(`${JSON.stringify(describeError(error))}\n`);
  process.exitCode = exitCodeOf(error);
}
