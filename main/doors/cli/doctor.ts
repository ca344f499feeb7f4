import { resolvePaths } from '../../platform/node/data-directory';
import { checkEngine } from '../../platform/node/engine';
import type { NodeChoice } from '../../platform/node/platform';
import { findRoot } from '../../platform/node/resources';
import { describeError } from './exit';
import { type Part, displayPart, electronPart, nodePart, pythonPart } from './machine';
import type { Output } from './output';
import { withSession } from './session';

/**
 * Looks at every part and says what to do. Works also when the app cannot be opened; that is then one of the
 * parts. Resolves to the exit code: 5 when a part has failed.
 */
export async function runDoctor(
  choice: NodeChoice,
  options: { json: boolean },
  out: Output,
): Promise<number> {
  const parts = [nodePart(), ...(await appParts(choice)), electronPart(findRoot()), displayPart()];
  const ok = parts.every(({ state }) => state !== 'failed');
  if (options.json) out.print({ ok, parts });
  else for (const part of parts) printPart(part, out);
  return ok ? 0 : 5;
}

async function appParts(choice: NodeChoice): Promise<Part[]> {
  let opening = 'data';
  try {
    resolvePaths(choice);
    opening = checkEngine().ok ? 'store' : 'app';
    return await withSession(choice, async ({ client }) => {
      const runtime = await client.runtime.status({ refresh: true });
      const { parts } = await client.host.status();
      return [pythonPart(runtime), ...parts];
    });
  } catch (error) {
    const { message, hint } = describeError(error);
    return [{ part: opening, state: 'failed', summary: message, hint }];
  }
}

const words: Record<Part['state'], string> = {
  ok: 'ok',
  attention: 'attention',
  failed: 'failed',
  off: 'off',
};

function printPart({ part, state, summary, hint }: Part, out: Output): void {
  out.printLine(`${words[state].padEnd(10)}${part.padEnd(10)}${summary}`);
  if (hint) out.printLine(`${' '.repeat(20)}${hint}`);
}
