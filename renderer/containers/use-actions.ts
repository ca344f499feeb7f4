import { useState } from 'react';
import type { ContainerAction } from '../../preload/contract/containers';
import { client } from '../rpc/client';
import { toProblem } from '../rpc/errors';
import { confirm } from '../ui/confirm';
import { toast } from '../ui/toast';
import { actionsFor, actionWords, countOf, listNames } from './container-words';
import type { ContainerRow } from './host-view';

const ofRow = ({ hostId, id }: ContainerRow) => ({ hostId, containerId: id });

/** Does something with each container by itself, and tells of each that it did not work with. */
export function useActions() {
  const [busy, setBusy] = useState(false);

  async function forEach(rows: ContainerRow[], done: string, work: (row: ContainerRow) => Promise<unknown>) {
    setBusy(true);
    const results = await Promise.allSettled(rows.map(work));
    setBusy(false);
    const failed = results.flatMap((result, index) => {
      const row = rows[index];
      return result.status === 'rejected' && row ? [{ row, reason: toProblem(result.reason) }] : [];
    });
    const well = rows.length - failed.length;
    if (well > 0) toast.success(`${done} ${rows.length === 1 ? `"${rows[0]?.name}"` : countOf(well)}`);
    for (const { row, reason } of failed.slice(0, 3))
      toast.failed(`"${row.name}": ${reason.message}`, { description: reason.details ?? reason.hint });
    if (failed.length > 3) toast.failed(`${failed.length - 3} more did not work.`);
  }

  return {
    busy,
    async act(action: ContainerAction, chosen: ContainerRow[]): Promise<void> {
      const rows = chosen.filter(({ state }) => actionsFor(state).includes(action));
      if (rows.length === 0) return;
      if (action === 'kill' && !(await askToKill(rows))) return;
      await forEach(rows, actionWords[action].done, (row) =>
        client.containers.act({ ...ofRow(row), action }),
      );
    },
    async remove(rows: ContainerRow[]): Promise<void> {
      if (!(await askToRemove(rows))) return;
      await forEach(rows, 'Removed', (row) =>
        client.containers.remove({ ...ofRow(row), force: actionsFor(row.state).includes('kill') }),
      );
    },
  };
}
export type Actions = ReturnType<typeof useActions>;

const askToKill = (rows: ContainerRow[]) =>
  confirm({
    title: `Kill ${countOf(rows.length)}?`,
    text: `${listNames(rows.map(({ name }) => name))}: the program ends at once and cannot save what it works on.`,
    ...{ confirmLabel: 'Kill', danger: true },
  });

function askToRemove(rows: ContainerRow[]) {
  const running = rows.filter(({ state }) => actionsFor(state).includes('kill'));
  const first =
    running.length > 0 ? `${countOf(running.length)} of these run and will be killed first. ` : '';
  return confirm({
    title: `Remove ${countOf(rows.length)}?`,
    text: `${listNames(rows.map(({ name }) => name))}: what was written inside, and the logs, will be gone. ${first}Images and volumes stay.`,
    ...{ confirmLabel: 'Remove', danger: true },
  });
}
