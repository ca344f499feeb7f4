// `npm start`: the window where one can be shown, the browser host where not.
import path from 'node:path';
import { ensureElectron, missingLibraries, whyNoWindow } from './steps/electron.mjs';
import { callerDirectory, root, toolNode } from './steps/paths.mjs';
import { run } from './steps/run.mjs';
import { say } from './steps/say.mjs';

const args = absoluteData(process.argv.slice(2), callerDirectory('start'));
const reason = whyNoWindow(args);
const electron = reason ? null : await ensureElectron();
const missing = electron ? missingLibraries(electron) : [];

if (electron && missing.length === 0) {
  process.exitCode = await run(electron, [root, ...args], { forward: true });
} else {
  if (reason) say(`${reason}: starting the browser host instead`);
  else if (missing.length > 0)
    say(`Electron misses ${missing.join(', ')}: starting the browser host instead`);
  else
    say(
      'Electron could not be fetched: starting the browser host instead. "npm start" tries again next time',
    );
  say('open the link below in a browser on this machine, or through an SSH tunnel to its port');
  const serve = path.join(root, 'out', 'main', 'serve.js');
  const own = args.filter((arg) => arg !== '--no-sandbox');
  process.exitCode = await run(toolNode(), [serve, ...own], { forward: true });
}

/** Makes the path after --data absolute: npm runs us elsewhere than where the person is. */
function absoluteData(given, from) {
  return given.map((arg, index) => {
    if (arg.startsWith('--data=')) return `--data=${path.resolve(from, arg.slice('--data='.length))}`;
    return given[index - 1] === '--data' ? path.resolve(from, arg) : arg;
  });
}
