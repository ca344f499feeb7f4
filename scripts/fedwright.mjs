// `npm run -s fedwright -- …`: the command line from the repository. Sets up what is missing first, with words
// on stderr only, and runs where the person is.
import path from 'node:path';
import { ensureBuilt } from './steps/build.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { callerDirectory, root, toolNode } from './steps/paths.mjs';
import { run } from './steps/run.mjs';
import { runScript } from './steps/say.mjs';

await runScript(async () => {
  await ensureDependencies();
  await ensureBuilt();
  const cli = path.join(root, 'out', 'main', 'cli.js');
  const cwd = callerDirectory('fedwright');
  process.exitCode = await run(toolNode(), [cli, ...process.argv.slice(2)], { cwd, forward: true });
});
