// `npm test`: the checks, the tests beside the sources, and the app from end to end through every door. The
// last line counts all of them.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runChecks } from './check.mjs';
import { ensureBuilt } from './steps/build.mjs';
import { cache, tool, toolNode } from './steps/paths.mjs';
import { run } from './steps/run.mjs';
import { StepFailed, say } from './steps/say.mjs';
import { testPython } from './steps/test-python.mjs';

const reports = path.join(cache, 'reports');
const env = { ...process.env, FEDWRIGHT_TEST_PYTHON: testPython() ?? '' };

/** Those of one group go beside each other: the checks read sources only, and the build writes none. */
const parts = [
  [
    ['checks', runChecks],
    ['build', runBuild],
  ],
  [['unit tests', runUnitTests]],
  [['end to end', runEndToEnd]],
];

async function runBuild() {
  try {
    await ensureBuilt();
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    say(`${error.message} ${error.hint}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function runUnitTests() {
  const file = path.join(reports, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run(toolNode(), [tool('vitest', 'vitest.mjs'), 'run', ...reporters], { env });
  return counted(code, file, (report) => ({
    passed: report.numPassedTests,
    // A file that does not even load has no failed tests in it.
    failed: Math.max(
      report.numFailedTests,
      report.testResults.filter(({ status }) => status === 'failed').length,
    ),
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

async function runEndToEnd() {
  const file = path.join(reports, 'end-to-end.json');
  const args = [tool('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'];
  const code = await run(toolNode(), args, { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file } });
  return counted(code, file, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));
}

/** A part that ended badly has failed at least once, also when its report does not say so. */
function counted(code, file, read) {
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    say(`there is no report in ${file}`);
  }
  return code === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

const words = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];
for (const beside of parts) {
  say(`── ${beside.map(([name]) => name).join(', ')}`);
  const all = await Promise.all(beside.map(([, runPart]) => runPart()));
  for (const [index, counts] of all.entries()) {
    for (const key of Object.keys(total)) total[key] += counts[key];
    lines.push(`${beside[index][0]}: ${words(counts)}`);
  }
}
process.stdout.write(`\n${lines.join('\n')}\n${words(total)}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
