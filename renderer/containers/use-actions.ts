import { useRef, useState } from 'react';
import type { ContainerAction } from '../../preload/contract/containers';
import { client } from '../rpc/client';
import { type ErrorReport, toProblem } from '../rpc/errors';
import { confirm, confirmWith } from '../ui/confirm';
import { toast } from '../ui/toast';
import { actionsFor, actionWords, countOf, listNames, removalText } from './container-words';
import type { ContainerRow } from './host-view';

const ofRow = ({ hostId, id }: ContainerRow) => ({ hostId, containerId: id });

/** Does something with each container by itself, and tells of each that it did not work with. */
export function useActions() {
  const [busy, setBusy] = useState(false);
  const waiting = useRef<AbortController>(null);

  async function forEach(
    rows: ContainerRow[],
    done: string,
    work: (row: ContainerRow, signal: AbortSignal) => Promise<unknown>,
  ) {
    setBusy(true);
    const { signal } = (waiting.current = new AbortController());
    const results = await Promise.allSettled(rows.map((row) => work(row, signal)));
    setBusy(false);
    const failed = results.flatMap((result, index) => {
      const row = rows[index];
      return result.status === 'rejected' && row ? [{ row, reason: toProblem(result.reason) }] : [];
    });
    const well = rows.length - failed.length;
    const left = signal.aborted ? failed.filter(({ reason }) => reason.code === 'CANCELLED') : [];
    if (left.length > 0)
      toast.info(
        `No longer waiting for ${left.length === 1 ? `"${left[0]?.row.name}"` : countOf(left.length)}`,
        {
          description: 'What its engine has begun, it may still finish.',
        },
      );
    const told = failed.filter((one) => !left.includes(one));
    if (well > 0) toast.success(`${done} ${rows.length === 1 ? `"${rows[0]?.name}"` : countOf(well)}`);
    for (const { row, reason } of told.slice(0, 3))
      toast.failed(`"${row.name}": ${reason.message}`, { description: explain(reason) });
    if (told.length > 3) toast.failed(`${told.length - 3} more did not work.`);
  }

  return {
    busy,
    /** Frees the page of what takes long. An engine that was asked already may go on. */
    cancel: () => waiting.current?.abort(),
    async act(action: ContainerAction, chosen: ContainerRow[]): Promise<void> {
      const rows = chosen.filter(({ state }) => actionsFor(state).includes(action));
      if (rows.length === 0) return;
      if (action === 'kill' && !(await askToKill(rows))) return;
      await forEach(rows, actionWords[action].done, (row, signal) =>
        client.containers.act({ ...ofRow(row), action }, { signal }),
      );
    },
    async remove(rows: ContainerRow[]): Promise<void> {
      const answer = await askToRemove(rows);
      if (!answer) return;
      await forEach(rows, 'Removed', (row, signal) => {
        const force = actionsFor(row.state).includes('kill');
        return client.containers.remove({ ...ofRow(row), volumes: answer.chosen, force }, { signal });
      });
    },
  };
}
export type Actions = ReturnType<typeof useActions>;

/** Why an engine refused, it says best itself; what to do about one that cannot be asked is in the hint. */
const explain = ({ reason, details, hint }: ErrorReport): string =>
  reason?.startsWith('docker-') && details ? details : hint;

const askToKill = (rows: ContainerRow[]) =>
  confirm({
    title: `Kill ${countOf(rows.length)}?`,
    text: `${listNames(rows.map(({ name }) => name))}: the program ends at once and cannot save what it works on.`,
    ...{ confirmLabel: 'Kill', danger: true },
  });

function askToRemove(rows: ContainerRow[]) {
  return confirmWith({
    title: `Remove ${countOf(rows.length)}?`,
    text: removalText(rows),
    choice: {
      label: 'Remove anonymous volumes too',
      help: 'Those that were made for it without a name. What is in them will be gone.',
    },
    ...{ confirmLabel: 'Remove', danger: true },
  });
}
