// `npm run check`: everything that reads the sources without running them.
import { fileURLToPath } from 'node:url';
import { tool, toolNode } from './steps/paths.mjs';
import { runBeside } from './steps/run.mjs';
import { say } from './steps/say.mjs';

const types = (project) => [
  `types of ${project}`,
  [tool('typescript', 'bin', 'tsc'), '-p', `tsconfig.${project}.json`],
];

const checks = [
  types('contract'),
  types('main'),
  types('renderer'),
  types('e2e'),
  ['rules', [tool('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings']],
  ['format', [tool('oxfmt', 'bin', 'oxfmt'), '--check']],
  ['unused code', [tool('knip', 'bin', 'knip.js'), '--no-progress']],
];

/** Most of them use one processor only. */
const atOnce = 2;

/** Runs all of them, whatever the first ones say. Resolves to how many passed and failed. */
export async function runChecks() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...checks];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, args] = next;
      const code = await runBeside(toolNode(), args);
      if (code === 0) counts.passed += 1;
      else {
        counts.failed += 1;
        say(`check "${name}" failed`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = await runChecks();
  say(`${passed} checks passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
