import { AppError } from '../../errors';

/** What the store's library is built for. With less, loading it ends the process without a word. */
const neededNodeApi = 10;

/** Whether this Node can run Fedwright, and what to do if not. The one inside Electron came with Fedwright. */
export function checkEngine(versions: NodeJS.ProcessVersions = process.versions): {
  ok: boolean;
  hint: string;
} {
  const ok = Boolean(versions['electron']) || Number(versions['napi']) >= neededNodeApi;
  return {
    ok,
    hint: ok ? '' : 'Use Node 24, or run it by npm, which brings the right one: npm run -s fedwright.',
  };
}

/** @throws AppError UNAVAILABLE when this Node is too old. */
export function assertEngine(): void {
  const { ok, hint } = checkEngine();
  if (!ok)
    throw new AppError('UNAVAILABLE', `Node ${process.versions.node} is too old for Fedwright.`, { hint });
}
