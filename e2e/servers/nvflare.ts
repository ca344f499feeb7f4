import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * A Python with a real NVFlare, for tests; `npm test` makes one and names it in FEDWRIGHT_TEST_PYTHON. Null
 * where there is none: a test then skips and says so.
 * @throws Error when FEDWRIGHT_REQUIRE_PEERS is set and there is none, so that CI cannot skip by accident.
 */
export function testPython(): string | null {
  const python = process.env['FEDWRIGHT_TEST_PYTHON'];
  if (python && existsSync(python)) return python;
  if (process.env['FEDWRIGHT_REQUIRE_PEERS'] === '1')
    throw new Error('no NVFlare to test with: set FEDWRIGHT_TEST_PYTHON to a Python that has it');
  return null;
}

/** A Python with this other version of the real NVFlare, which `npm test` makes beside the first; null without one. */
export function otherPython(version: string): string | null {
  const folder = path.resolve(import.meta.dirname, '../..', '.cache', `nvflare-${version}`);
  return existsSync(path.join(folder, 'complete')) ? path.join(folder, 'bin', 'python') : null;
}
