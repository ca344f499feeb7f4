import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { CleanItem, CleanPolicy } from '../../preload/contract/upkeep';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Callout, ErrorPanel } from '../ui/error';
import { FirstRead } from '../ui/first-read';
import { formatBytes } from '../ui/format';
import { Panel, Section } from '../ui/page';
import { Progress } from '../ui/progress';
import { useDebounced } from '../ui/use-debounced';
import { CleanList } from './clean-list';
import { CleanPolicyForm } from './clean-policy-form';
import { cleanReport } from './clean-words';
import { TaskProgress } from './task-progress';
import { useUpkeepTask } from './use-upkeep-task';

/** What may go under a policy, the choice among it, and its removal. */
export function CleanSection() {
  const settings = useQuery(orpc.settings.get.queryOptions());
  if (!settings.data) return <FirstRead query={settings} what="The settings" />;
  const { cleanKeepRuns: keepRuns, cleanLogDays: logDays } = settings.data;
  return <Cleaning kept={{ keepRuns, logDays }} />;
}

function Cleaning({ kept }: { kept: CleanPolicy }) {
  const [policy, setPolicy] = useState(kept);
  const input = useDebounced(policy);
  const plan = useQuery(orpc.upkeep.cleanPlan.queryOptions({ input, placeholderData: keepPreviousData }));
  const cleaning = useCleaning(policy);
  return (
    <Section
      id="clean-up"
      title="Clean-up"
      description="Old runs with their kits, and old logs. A project's newest run, which holds its CA, and runs whose kits were handed over always stay."
    >
      <Panel>
        <CleanPolicyForm kept={kept} onChange={setPolicy} />
        {plan.error ? (
          <ErrorPanel error={plan.error} title="The clean-up could not be planned" className="m-4" />
        ) : null}
        {plan.isPending ? <Progress value={null} label="Looking" /> : null}
        {cleaning.busy ? <TaskProgress task={cleaning.task} label="Cleaning up" /> : null}
        {plan.data && !cleaning.busy ? (
          // What is chosen belongs to one plan: another policy or another disk begins anew.
          <Choice
            key={plan.data.items.map(({ id }) => id).join()}
            items={plan.data.items}
            onClean={cleaning.start}
          />
        ) : null}
      </Panel>
      {cleaning.report ? <Callout tone={cleaning.report.tone} title={cleaning.report.text} /> : null}
    </Section>
  );
}

function useCleaning(policy: CleanPolicy) {
  const [report, setReport] = useState<ReturnType<typeof cleanReport> | null>(null);
  const { follow, task, busy } = useUpkeepTask((ended) => {
    setReport(cleanReport(ended));
    void queryClient.invalidateQueries({ queryKey: orpc.upkeep.key() });
  });
  const start = useMutation({
    mutationFn: (ids: string[]) => client.upkeep.clean({ ...policy, ids }),
    onMutate: () => setReport(null),
    onSuccess: ({ taskId }) => follow(taskId),
  });
  return { start: async (ids: string[]) => void (await start.mutateAsync(ids)), task, busy, report };
}

function Choice({ items, onClean }: { items: CleanItem[]; onClean: (ids: string[]) => Promise<void> }) {
  const [chosen, setChosen] = useState(
    () => new Set(items.filter((item) => item.suggested).map(({ id }) => id)),
  );
  const [asking, setAsking] = useState(false);
  const going = items.filter(({ id }) => chosen.has(id));
  const size = going.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (items.length === 0) return <p className="px-4 py-3 text-muted">Nothing to clean up.</p>;
  return (
    <>
      <CleanList items={items} chosen={chosen} onChange={setChosen} />
      <div className="flex items-center gap-3 px-4 py-3">
        <span className="tabular text-muted">
          {going.length} of {items.length} chosen
        </span>
        <Button
          icon={Trash2}
          className="ml-auto"
          disabled={going.length === 0}
          onClick={() => setAsking(true)}
        >
          Remove {formatBytes(size)}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={going.length === 1 ? 'Remove one thing for good' : `Remove ${going.length} things for good`}
        confirmLabel="Remove"
        danger
        onConfirm={() => onClean(going.map(({ id }) => id))}
      >
        <Removed going={going} />
      </ConfirmDialog>
    </>
  );
}

const namedAtMost = 8;

function Removed({ going }: { going: CleanItem[] }) {
  const more = going.length - namedAtMost;
  return (
    <div className="flex flex-col gap-2">
      <ul className="list-disc pl-4">
        {going.slice(0, namedAtMost).map((item) => (
          <li key={item.id} className={item.suggested ? undefined : 'text-failed'}>
            {item.title}
            {item.suggested ? null : `: ${item.detail}`}
          </li>
        ))}
        {more > 0 ? <li>and {more} more</li> : null}
      </ul>
      <p>Kits of older runs are not in backups. Projects, the newest runs and their CA stay.</p>
    </div>
  );
}
