import { useState } from 'react';
import type { Deployment, Started } from '../../preload/contract/deployments';
import { client } from '../rpc/client';
import { confirm } from '../ui/confirm';
import { toast } from '../ui/toast';
import { questionFor } from './served';
import { refreshDeployments, seenLately, untilSeen } from './use-deployments';
import { canStart, countKits, isRunning } from './words';

const idsOf = (rows: Deployment[]) => rows.map(({ id }) => id);
const names = (rows: Deployment[]): string => {
  const shown = rows.slice(0, 5).map(({ participant, hostName }) => `${participant} on ${hostName}`);
  return rows.length > 5 ? `${shown.join(', ')} and ${rows.length - 5} more` : shown.join(', ');
};

/** Asks first where sites count on what goes down, or it is someone else's. */
export async function mayGoDown(rows: Deployment[], verb: 'Stop' | 'Restart'): Promise<boolean> {
  const running = rows.filter(isRunning);
  if (running.some(({ type }) => type === 'server')) await untilSeen(running);
  const question = questionFor(rows, verb, seenLately);
  return question === null || confirm(question);
}

/** What is done with one or several: each is a task of its own, which the tray shows with its end. */
export function useActions() {
  const [busy, setBusy] = useState(false);

  async function run(work: () => Promise<Started>): Promise<void> {
    setBusy(true);
    try {
      tellRefused(await work());
      await refreshDeployments();
    } catch (error) {
      toast.error(error);
    } finally {
      setBusy(false);
    }
  }

  async function runIfSure(
    rows: Deployment[],
    verb: 'Stop' | 'Restart',
    work: (deploymentIds: string[]) => Promise<Started>,
  ): Promise<void> {
    const deploymentIds = idsOf(rows.filter(isRunning));
    setBusy(true);
    const sure = await mayGoDown(rows, verb).finally(() => setBusy(false));
    if (sure) await run(() => work(deploymentIds));
  }

  return {
    busy,
    start: (rows: Deployment[], anyway = false) =>
      run(() => client.deployments.start({ deploymentIds: idsOf(rows.filter(canStart)), anyway })),
    stop: (rows: Deployment[]) =>
      runIfSure(rows, 'Stop', (deploymentIds) => client.deployments.stop({ deploymentIds })),
    restart: (rows: Deployment[]) =>
      runIfSure(rows, 'Restart', (deploymentIds) => client.deployments.restart({ deploymentIds })),
    async rollBack({ id, participant, hostName }: Deployment, previousId: string, label: string) {
      const yes = await confirm({
        title: `Put the kit of ${label.toLowerCase()} back?`,
        text: `${participant} on ${hostName} gets that kit with the changes that it had below local/ then. The kit of now is kept beside it. What runs is stopped and started again.`,
        confirmLabel: 'Roll back',
      });
      if (!yes) return;
      await run(async () => {
        const { taskId } = await client.deployments.rollBack({ deploymentId: id, previousId });
        return [{ id, taskId, error: null }];
      });
    },
    async remove(rows: Deployment[]): Promise<void> {
      const yes = await confirm({
        title: `Remove ${countKits(rows.length)} from where ${rows.length === 1 ? 'it is' : 'they are'}?`,
        text: `${names(rows)}: what runs is stopped, then the kit goes with its keys, its changed settings, the kits of before, and what jobs left there. The kits here stay.`,
        ...{ confirmLabel: 'Remove', danger: true },
      });
      if (yes) await run(() => client.deployments.remove({ deploymentIds: idsOf(rows) }));
    },
    async forget({ id, participant, hostName }: Deployment): Promise<void> {
      const yes = await confirm({
        title: `Take ${participant} off the list?`,
        text: `Nothing is touched on ${hostName}: the kit with its keys stays there.`,
        confirmLabel: 'Take off the list',
      });
      if (!yes) return;
      await run(async () => {
        await client.deployments.forget({ deploymentId: id });
        return [];
      });
    },
  };
}
export type Actions = ReturnType<typeof useActions>;

/** Those that became no task; the others are in the tray. */
export function tellRefused(started: Started): void {
  const refused = started.flatMap(({ error }) => error ?? []);
  for (const { message, hint } of refused.slice(0, 3)) toast.failed(message, { description: hint });
  if (refused.length > 3) toast.failed(`${refused.length - 3} more could not be begun.`);
}
