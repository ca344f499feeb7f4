import { cleanUpReportSchema, type CleanUpOutcome } from '../../../preload/contract/clean-up';
import type { Task } from '../../../preload/contract/tasks';
import { useTaskActions } from '../../shell/use-task-actions';
import { isUnfinished, useTaskStore } from '../../shell/task-store';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty';
import { Callout } from '../../ui/error';
import { formatBytes } from '../../ui/format';
import { Section } from '../../ui/page';
import { Progress } from '../../ui/progress';
import { Status } from '../../ui/status';
import { DataTable, type TableColumn } from '../../ui/table';
import { Bytes, RelativeTime } from '../../ui/time';
import { describeKinds, kindWords, outcomeWords, sumOf } from './words';

/** The newest clean-up that is in the tray, at work or ended. */
export const useLastCleanUp = (): Task | undefined =>
  useTaskStore((s) =>
    Object.values(s.tasks)
      .filter(({ kind }) => kind === 'cleanUp.run')
      .toSorted((a, b) => b.createdAt - a.createdAt)
      .at(0),
  );

/** How far a clean-up is, and what became of each entry. */
export function CleanUpReport({ task }: { task: Task }) {
  const actions = useTaskActions(task.id);
  if (isUnfinished(task))
    return (
      <Section
        title={task.title}
        actions={
          <Button size="sm" busy={actions.busy} disabled={task.cancelRequested} onClick={actions.cancel}>
            Cancel
          </Button>
        }
      >
        <Progress value={task.progress} label={task.title} />
      </Section>
    );
  const report = cleanUpReportSchema.safeParse(task.result);
  const dismiss = (
    <Button size="sm" variant="ghost" busy={actions.busy} onClick={actions.dismiss}>
      Dismiss
    </Button>
  );
  if (!report.success)
    return (
      <Callout
        tone="attention"
        className="shrink-0"
        title={`${task.title}: ${task.error?.message ?? 'it was ended before it was done'}`}
        action={dismiss}
      >
        {task.error?.data.hint ?? 'What was removed by then is in the log of the task.'}
      </Callout>
    );
  const { outcomes, hosts } = report.data;
  const removed = outcomes.filter(({ outcome }) => outcome === 'removed');
  const measured = hosts.every(({ freedBytes }) => freedBytes !== null);
  const freed = sumOf(
    measured ? hosts.map((host) => host.freedBytes) : removed.map((each) => each.freedBytes),
  );
  return (
    <Section
      title={task.title}
      className="min-h-40 shrink"
      description={`${removed.length === 0 ? 'Nothing was removed' : `Removed ${describeKinds(removed)}`}; ${formatBytes(freed)} freed.`}
      actions={
        <>
          <span className="text-muted">
            <RelativeTime at={task.finishedAt ?? task.createdAt} />
          </span>
          {dismiss}
        </>
      }
    >
      <DataTable
        label="Report"
        csvName="clean-up-report"
        rows={outcomes}
        columns={columns}
        rowId={({ hostId, kind, id }) => `${hostId} ${kind} ${id}`}
        empty={<EmptyState title="Nothing was chosen" />}
      />
    </Section>
  );
}

const columns: TableColumn<CleanUpOutcome>[] = [
  {
    ...{ id: 'outcome', header: 'Outcome', width: 120 },
    sortValue: ({ outcome }) => outcomeWords[outcome].label,
    cell: ({ outcome }) => <Status {...outcomeWords[outcome]} />,
  },
  {
    ...{ id: 'kind', header: 'Kind', width: 110, hideBelow: 620 },
    sortValue: ({ kind }) => kindWords[kind],
    cell: ({ kind }) => kindWords[kind],
  },
  {
    ...{ id: 'name', header: 'Name', width: '1.5fr' },
    sortValue: ({ name }) => name,
    cell: ({ name }) => (
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
    ),
  },
  {
    ...{ id: 'host', header: 'Host', width: '1fr', hideBelow: 480 },
    sortValue: ({ hostName }) => hostName,
    cell: ({ hostName }) => <span className="truncate">{hostName}</span>,
  },
  {
    ...{ id: 'freed', header: 'Freed', width: 100, align: 'end' },
    sortValue: ({ freedBytes }) => freedBytes ?? -1,
    cell: ({ freedBytes }) => (freedBytes === null ? null : <Bytes value={freedBytes} />),
  },
  {
    ...{ id: 'note', header: 'Why', width: '2fr', hideBelow: 620 },
    sortValue: ({ note }) => note,
    cell: ({ note }) => (
      <span className="truncate text-muted" title={note}>
        {note}
      </span>
    ),
  },
];
