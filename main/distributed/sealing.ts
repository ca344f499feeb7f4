import type { TaskContext } from '../tasks/service';
import { sealTree } from '../vault/seal-files';
import type { Runtime, WorkParts } from './work';

/** Seals what is secret below a directory of staging, in place; leaves it in clear when there is no keychain. */
export type Seal = (directory: string) => Promise<void>;

/**
 * Asked before the work and not after it: a keychain that is locked is better told at once, and without one the
 * task says that the key will rest in clear.
 * @throws AppError UNAVAILABLE when the keychain is locked and this data directory seals.
 */
export async function prepareSealing<R extends Runtime>(
  { vault, kits }: Pick<WorkParts<R>, 'vault' | 'kits'>,
  context: Pick<TaskContext, 'log'>,
): Promise<Seal> {
  const { sealer, warning } = await vault.sealing();
  if (warning !== null) context.log(`Warning: ${warning}`);
  return async (directory) => {
    if (sealer) await sealTree(directory, kits.isSecret, sealer);
  };
}
