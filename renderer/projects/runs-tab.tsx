import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Hammer } from 'lucide-react';
import type { RunSummary } from '../../preload/contract/provisioning';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { ErrorPanel } from '../ui/error';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { DataTable, type TableColumn } from '../ui/table';
import { Duration, RelativeTime } from '../ui/time';
import { useEditor } from './editor-context';
import { runWords } from './project-words';

const newest = 500;

/** Every run of the project, newest first. */
export function RunsTab({ onProvision }: { onProvision: () => void }) {
  const { projectId, model, readOnly } = useEditor();
  const navigate = useNavigate();
  const runs = useQuery(orpc.provisioning.runs.queryOptions({ input: { projectId, limit: newest } }));
  if (runs.isPending) return <Progress value={null} label="Reading the runs" />;
  if (!runs.data) {
    return (
      <ErrorPanel error={runs.error} title="The runs could not be read" onRetry={() => void runs.refetch()} />
    );
  }
  return (
    <DataTable
      label="Runs"
      csvName={`${model.name || 'project'}-runs`}
      rows={runs.data}
      columns={runColumns}
      rowId={(run) => run.id}
      onOpen={(run) => void navigate({ to: '/runs/$runId', params: { runId: run.id } })}
      empty={
        <EmptyState
          title="Never provisioned"
          action={
            readOnly ? null : (
              <Button variant="primary" icon={Hammer} onClick={onProvision}>
                Provision
              </Button>
            )
          }
        >
          Each run makes the startup kits of all participants and is kept here with its log.
        </EmptyState>
      }
    />
  );
}

/** Every run of NVFlare that succeeds makes kits: one without has taken a CA over. */
const wordsOf = ({ state, kitCount }: RunSummary) =>
  state === 'succeeded' && kitCount === 0 ? { ...runWords[state], label: 'CA imported' } : runWords[state];

const scopeWords: Record<RunSummary['scope'], string> = {
  all: 'Everything',
  new: 'What was new',
  renew: 'Renewal',
  rotate: 'New CA',
};

const runColumns: TableColumn<RunSummary>[] = [
  {
    id: 'number',
    header: 'Run',
    cell: ({ number }) => <span className="font-medium">{number}</span>,
    sortValue: ({ number }) => number,
    width: 70,
  },
  {
    id: 'state',
    header: 'State',
    cell: (run) => <Status {...wordsOf(run)} detail={run.error?.message} />,
    sortValue: (run) => wordsOf(run).label,
    width: '3fr',
  },
  {
    id: 'scope',
    header: 'Made',
    cell: ({ scope }) => scopeWords[scope],
    sortValue: ({ scope }) => scopeWords[scope],
    width: 130,
    hideBelow: 640,
  },
  {
    id: 'started',
    header: 'Started',
    cell: ({ startedAt }) => <RelativeTime at={startedAt} />,
    sortValue: ({ startedAt }) => startedAt,
    width: 140,
  },
  {
    id: 'duration',
    header: 'Duration',
    cell: ({ durationMs }) => (durationMs === null ? '' : <Duration ms={durationMs} />),
    sortValue: ({ durationMs }) => durationMs ?? 0,
    width: 100,
    align: 'end',
    hideBelow: 480,
  },
  {
    id: 'nvflare',
    header: 'NVFlare',
    cell: ({ nvflareVersion }) => nvflareVersion ?? '',
    sortValue: ({ nvflareVersion }) => nvflareVersion ?? '',
    width: 90,
    hideBelow: 560,
  },
  {
    id: 'kits',
    header: 'Kits',
    cell: ({ kitCount }) => kitCount,
    sortValue: ({ kitCount }) => kitCount,
    width: 70,
    align: 'end',
  },
  {
    id: 'who',
    header: 'Started by',
    cell: ({ startedBy }) => startedBy,
    sortValue: ({ startedBy }) => startedBy,
    width: 150,
    hideBelow: 720,
  },
];
