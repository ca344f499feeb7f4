import type { CleanPolicy } from '../../preload/contract/upkeep';
import { base } from '../rpc/base';
import type { Upkeep } from './service';

/** `policy` is that of a clean-up, for what a call leaves open. */
export const createUpkeepRouter = (upkeep: Upkeep, policy: () => CleanPolicy) =>
  base.upkeep.router({
    usage: base.upkeep.usage.handler(() => upkeep.usage()),
    backups: base.upkeep.backups.handler(() => upkeep.backups()),
    backUp: base.upkeep.backUp.handler(({ context }) => upkeep.backUp(context.actor.name)),
    removeBackup: base.upkeep.removeBackup.handler(({ input }) => upkeep.removeBackup(input.backupId)),
    exportBackup: base.upkeep.exportBackup.handler(({ input, context }) =>
      upkeep.exportBackup(input, context.actor.name),
    ),
    describeBackup: base.upkeep.describeBackup.handler(({ input }) => upkeep.describeBackup(input)),
    restore: base.upkeep.restore.handler(({ input, context }) => upkeep.restore(input, context.actor.name)),
    cancelRestore: base.upkeep.cancelRestore.handler(() => upkeep.cancelRestore()),
    cleanPlan: base.upkeep.cleanPlan.handler(({ input }) => upkeep.cleanPlan({ ...policy(), ...input })),
    clean: base.upkeep.clean.handler(({ input, context }) =>
      upkeep.clean({ ...policy(), ...input }, context.actor.name),
    ),
    diagnostics: base.upkeep.diagnostics.handler(({ input }) => upkeep.diagnostics(input.grantId)),
  });
