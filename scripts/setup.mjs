// Before `npm start` and `npm test`: brings the machine to where they can run. Runs on any Node from 20 on
// and before there are dependencies, so it uses none.
import { ensureBuilt } from './steps/build.mjs';
import { appPackages, ensurePackages, testPackages } from './steps/debian.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { ensureElectron } from './steps/electron.mjs';
import { runScript, say } from './steps/say.mjs';
import { ensureOtherVersions, ensureTestPython } from './steps/test-python.mjs';

await runScript(async () => {
  const forTests = process.argv[2] === 'test';
  await ensureDependencies();
  await ensurePackages(forTests ? testPackages : appPackages);
  if (!forTests) return ensureBuilt();
  await ensureTestPython();
  await ensureOtherVersions();
  if (!(await ensureElectron())) say('no Electron: the tests that need a window are skipped');
});
