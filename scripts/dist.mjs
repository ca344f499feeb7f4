// `npm run dist`: builds the app and packages it for this system into dist/. What follows `--` goes to
// electron-builder: `npm run dist -- --dir` stops at the unpacked app. The environment may name
//   ELECTRON_DIST        a folder with an Electron, instead of the one that electron-builder fetches
//   FEDWRIGHT_FEED       the URL of the update feed, which the packages then know
//   FEDWRIGHT_HOMEPAGE   the home page that Debian and RPM packages name
// and what electron-builder itself reads for signing (docs/packaging.md).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './steps/build.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { fetchPackagedUv } from './steps/packaged-uv.mjs';
import { tool, toolNode } from './steps/paths.mjs';
import { mustRun } from './steps/run.mjs';
import { StepFailed, runScript } from './steps/say.mjs';

await runScript(async () => {
  await ensureDependencies();
  await ensureBuilt();
  await fetchPackagedUv();
  const args = [tool('electron-builder', 'cli.js'), '--publish', 'never', ...fromEnvironment(process.env)];
  await mustRun(toolNode(), [...args, ...process.argv.slice(2)], {}, 'The lines above say what is missing.');
});

function fromEnvironment({ ELECTRON_DIST: electron, FEDWRIGHT_FEED: feed, FEDWRIGHT_HOMEPAGE: homepage }) {
  return [
    ...(electron ? [`-c.electronDist=${electron}`, `-c.electronVersion=${versionOf(electron)}`] : []),
    ...(feed ? ['-c.publish.provider=generic', `-c.publish.url=${feed}`] : []),
    ...(homepage ? [`-c.extraMetadata.homepage=${homepage}`] : []),
  ];
}

/** Every Electron says its version in a file of that name. */
function versionOf(folder) {
  try {
    return readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    throw new StepFailed(
      `There is no Electron in ${folder}.`,
      'Name its folder in ELECTRON_DIST, or nothing.',
    );
  }
}
