import type { createAllSealed } from './all-sealed';
import { findClear } from './clear-keys';
import { createPatience } from './patience';
import type { RestingParts } from './resting';

/** What one command of the command line does on the way, so that it stays quick: files, and bytes of backups. */
export const brief = { files: 500, backupBytes: 64 * 1024 * 1024 };

/**
 * Looks for keys in clear as a command can afford it. Where nothing can be done, the commands of the next hour do
 * not look: each would ask a locked keychain, which takes seconds to answer.
 */
export function createBriefLook(
  parts: RestingParts,
  flag: ReturnType<typeof createAllSealed>,
  seal: (mostFiles: number, signal: AbortSignal) => Promise<void>,
) {
  const patience = createPatience(parts.db);
  return async (signal: AbortSignal): Promise<void> => {
    if (signal.aborted || flag.isSet() || patience.isWaiting()) return;
    if ((await parts.vault.status()).state !== 'ready') return patience.wait();
    // Whoever seals at this moment in another process may need what lies beside the files.
    const some = (await findClear(parts, { tidy: false, signal })).length > 0;
    const backupBytes = parts.backupBytes();
    if (!some && backupBytes === 0) return flag.set();
    if (!some && backupBytes > brief.backupBytes) return patience.wait();
    await seal(brief.files, signal);
  };
}
