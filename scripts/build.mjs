// `npm run build`: builds whatever changed since the last time.
import { ensureBuilt } from './steps/build.mjs';
import { runScript } from './steps/say.mjs';

await runScript(ensureBuilt);
