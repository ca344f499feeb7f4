import { Link } from '@tanstack/react-router';
import type { RunChange, RunSummary } from '../../preload/contract/provisioning';
import { Section } from '../ui/page';
import { DataTable, type TableColumn } from '../ui/table';
import { changeWords, unchangedWords, valuesOf } from './run-words';

interface RunChangesProps {
  changes: RunChange[];
  scope: RunSummary['scope'];
  previousRunId: string | null;
}

/** What is different in the project file since the successful run before. */
export function RunChanges({ changes, scope, previousRunId }: RunChangesProps) {
  if (!previousRunId) return null;
  return (
    <Section
      title="Changes since the previous run"
      actions={
        <Link
          to="/runs/$runId"
          params={{ runId: previousRunId }}
          className="rounded-sm text-accent hover:underline"
        >
          Show that run
        </Link>
      }
    >
      {changes.length === 0 ? (
        <p className="text-muted">{unchangedWords[scope]}</p>
      ) : (
        <div className="flex max-h-96 min-h-0 flex-col">
          <DataTable
            label="Changes"
            rows={changes}
            columns={changeColumns}
            rowId={(change) => `${change.kind} ${change.what} ${change.field}`}
            noFilter={changes.length < 12}
            empty={null}
          />
        </div>
      )}
    </Section>
  );
}

const changeColumns: TableColumn<RunChange>[] = [
  {
    id: 'what',
    header: 'What',
    cell: ({ what }) => <span className="font-medium">{what === 'project' ? 'Project' : what}</span>,
    sortValue: ({ what }) => what,
    width: '3fr',
  },
  {
    id: 'kind',
    header: 'Change',
    cell: ({ kind, field }) => (
      <>
        {changeWords[kind]} {field ? <span className="font-mono text-muted">{field}</span> : null}
      </>
    ),
    sortValue: ({ kind, field }) => `${changeWords[kind]} ${field ?? ''}`,
    width: '3fr',
  },
  {
    id: 'values',
    header: 'Before and now',
    cell: (change) => <BeforeAfter {...valuesOf(change)} />,
    sortValue: (change) => `${valuesOf(change).before ?? ''} ${valuesOf(change).after ?? ''}`,
    width: '4fr',
    hideBelow: 560,
  },
  {
    id: 'note',
    header: 'Effect on kits already handed out',
    cell: ({ note }) => <span className="block whitespace-normal text-muted">{note}</span>,
    sortValue: ({ note }) => note,
    width: '6fr',
  },
];

function BeforeAfter({ before, after }: Pick<RunChange, 'before' | 'after'>) {
  if (before === null && after === null) return null;
  return (
    <span className="block font-mono wrap-anywhere whitespace-normal">
      {before === null ? null : <del className="text-muted">{before}</del>}
      {before !== null && after !== null ? <span className="text-faint"> → </span> : null}
      {after}
    </span>
  );
}
