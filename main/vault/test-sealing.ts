import { createFileSecrets } from '../platform/fake/file-secrets';
import { isSecret } from '../kits/kit-files';
import { type House, openHouse } from '../provisioning/test-house';
import { keepUp } from '../upkeep/test-keeper';
import { createResting } from './resting';
import type { Vault } from './service';

export { crash } from '../provisioning/test-crash';

/** What seals the keys that rest in a house's data directory. For tests. */
export function restingOf(house: House, vault: Vault = house.vault) {
  const upkeep = keepUp(house);
  return createResting({
    ...{ db: house.store.db, layout: house.layout, tasks: house.tasks, vault, isSecret },
    lock: { name: 'upkeep', busy: 'Busy.' },
    backupBytes: upkeep.backupBytes,
    sealBackups: (sealer, signal) => upkeep.sealBackups(isSecret, sealer, signal),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
}

/** Seals what is in clear in a data directory, and dies over the file of this number. */
export async function sealAndDie(data: string, keychain: string, dieAt: number): Promise<void> {
  const house = await openHouse({ data, secrets: createFileSecrets(keychain) });
  let sealed = 0;
  const vault: Vault = {
    ...house.vault,
    async sealing() {
      const { sealer, warning } = await house.vault.sealing();
      if (!sealer) return { sealer, warning };
      const seal = (clear: Uint8Array) => {
        sealed += 1;
        if (sealed === dieAt) process.kill(process.pid, 'SIGKILL');
        return sealer.seal(clear);
      };
      return { sealer: { seal }, warning: null };
    },
  };
  await house.tasks.wait(restingOf(house, vault).start('Tester').taskId);
  throw new Error('there were fewer files');
}
