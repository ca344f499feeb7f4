import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EmptyState } from '../../ui/empty';
import { ErrorPanel } from '../../ui/error';
import { Field, Select } from '../../ui/field';
import { formatExact } from '../../ui/format';
import { Progress } from '../../ui/progress';
import { ComparisonTable } from './comparison-table';
import { DifferenceDialog } from './difference-dialog';
import { summariseComparison } from './history-words';
import { comparisonOptions } from './queries';
import type { ComparedKit } from '../../../preload/contract/kit-history';

interface Run {
  runId: string;
  number: number;
  at: number;
}

interface CompareViewProps {
  projectId: string;
  /** The newest first. */
  runs: Run[];
  chosen: { before: string | undefined; after: string | undefined };
  onChoose: (chosen: { before?: string; after?: string }) => void;
}

/** Any two runs of the project against each other; the newest two to begin with. */
export function CompareView({ projectId, runs, chosen, onChoose }: CompareViewProps) {
  const known = (runId: string | undefined) => runs.find((run) => run.runId === runId);
  const after = known(chosen.after) ?? runs[0];
  const before = known(chosen.before) ?? runs.find((run) => run.number < (after?.number ?? 0));
  if (!after || !before)
    return (
      <EmptyState title="Nothing to compare yet">
        Two runs are needed. The second one shows here what it changed.
      </EmptyState>
    );
  return (
    <>
      <div className="flex shrink-0 flex-wrap gap-4">
        <RunField
          label="Before"
          runs={runs}
          value={before}
          onChange={(runId) => onChoose({ before: runId })}
        />
        <RunField label="After" runs={runs} value={after} onChange={(runId) => onChoose({ after: runId })} />
      </div>
      <Comparison projectId={projectId} beforeRunId={before.runId} afterRunId={after.runId} />
    </>
  );
}

interface RunFieldProps {
  label: string;
  runs: Run[];
  value: Run;
  onChange: (runId: string) => void;
}

function RunField({ label, runs, value, onChange }: RunFieldProps) {
  return (
    <Field label={label} className="w-72">
      <Select
        value={value.runId}
        onValueChange={onChange}
        options={runs.map(({ runId, number, at }) => ({
          value: runId,
          label: `Run ${number}, ${formatExact(at)}`,
        }))}
      />
    </Field>
  );
}

function Comparison(input: { projectId: string; beforeRunId: string; afterRunId: string }) {
  const rows = useQuery(comparisonOptions(input));
  const [open, setOpen] = useState<ComparedKit | null>(null);
  if (rows.isPending) return <Progress value={null} label="Comparing the kits" />;
  if (rows.error)
    return (
      <ErrorPanel
        error={rows.error}
        title="The runs could not be compared"
        onRetry={() => void rows.refetch()}
      />
    );
  return (
    <>
      <p role="status" className="shrink-0 font-medium">
        {summariseComparison(rows.data)}.
      </p>
      <ComparisonTable rows={rows.data} onOpen={setOpen} />
      {open?.beforeId && open.afterId ? (
        <DifferenceDialog
          participant={open.participant}
          beforeId={open.beforeId}
          afterId={open.afterId}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}
