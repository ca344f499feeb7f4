import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { built, root } from './fixtures/paths';
import { startDisplay } from './servers/display';
import { hasProgram } from './servers/peers';

/** Checks that there is something to test, and starts what all tests share. Ends it again afterwards. */
export default async function setUp(): Promise<() => Promise<void>> {
  const missing = Object.values(built).filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`Build the app first (npm run build): no ${missing.join(', ')}`);
  // What Node has compiled for one start of the program serves the next ones.
  const compiled = path.join(root, '.cache', 'e2e-compiled');
  rmSync(compiled, { recursive: true, force: true, maxRetries: 5 });
  process.env['NODE_COMPILE_CACHE'] = compiled;
  const headless = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  const display = headless && hasProgram('Xvfb') ? await startDisplay() : null;
  if (display) process.env['DISPLAY'] = display.name;
  return async () => {
    await display?.child.end();
  };
}
