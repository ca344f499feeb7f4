import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { built, root } from './fixtures/paths';

/** Checks that there is something to test, and prepares what all tests share. */
export default function setUp(): void {
  const missing = Object.values(built).filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`Build the app first (npm run build): no ${missing.join(', ')}`);
  // What Node has compiled for one start of the program serves the next ones.
  const compiled = path.join(root, '.cache', 'e2e-compiled');
  rmSync(compiled, { recursive: true, force: true, maxRetries: 5 });
  process.env['NODE_COMPILE_CACHE'] = compiled;
}
