import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Task } from '../../preload/contract/tasks';
import { orpc } from '../rpc/client';
import { taskStatus } from '../shell/task-words';
import { EmptyState } from '../ui/empty';
import { ErrorPanel } from '../ui/error';
import { Status } from '../ui/status';
import { DataTable, type TableColumn } from '../ui/table';
import { Duration, RelativeTime } from '../ui/time';

const columns: TableColumn<Task>[] = [
  {
    id: 'title',
    header: 'Task',
    width: '3fr',
    cell: (task) => <span className="font-medium">{task.title}</span>,
    sortValue: (task) => task.title,
  },
  {
    id: 'state',
    header: 'State',
    width: 130,
    cell: (task) => <Status {...taskStatus(task)} />,
    sortValue: (task) => taskStatus(task).label,
  },
  {
    id: 'why',
    header: 'Why',
    width: '3fr',
    hideBelow: 860,
    cell: (task) => <span className="text-muted">{task.error?.message ?? ''}</span>,
    sortValue: (task) => task.error?.message ?? '',
  },
  {
    id: 'started',
    header: 'Started',
    width: 140,
    cell: (task) => <RelativeTime at={task.startedAt ?? task.createdAt} />,
    sortValue: (task) => task.startedAt ?? task.createdAt,
  },
  {
    id: 'duration',
    header: 'Duration',
    width: 100,
    align: 'end',
    cell: (task) =>
      task.startedAt && task.finishedAt ? <Duration ms={task.finishedAt - task.startedAt} /> : null,
    sortValue: (task) => (task.startedAt && task.finishedAt ? task.finishedAt - task.startedAt : -1),
  },
  {
    id: 'by',
    header: 'Started by',
    width: 120,
    hideBelow: 620,
    cell: (task) => task.startedBy,
    sortValue: (task) => task.startedBy,
  },
];

/** Every run and installation, with its log behind it. */
export function WorkLogs() {
  const navigate = useNavigate();
  const query = useQuery(orpc.tasks.list.queryOptions({ input: { limit: 500 } }));
  if (query.error) {
    return (
      <ErrorPanel
        error={query.error}
        title="The list could not be read"
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (!query.data) return null;
  return (
    <DataTable
      label="Runs and tasks"
      csvName="tasks"
      rows={query.data}
      columns={columns}
      rowId={(task) => task.id}
      onOpen={(task) => void navigate({ to: '/tasks/$taskId', params: { taskId: task.id } })}
      empty={
        <EmptyState title="No work was done yet">
          Provisioning runs and installations are kept here, each with its whole log.
        </EmptyState>
      }
    />
  );
}
