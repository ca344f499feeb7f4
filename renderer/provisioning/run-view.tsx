import type { RunChange, RunSummary } from '../../preload/contract/provisioning';
import { useShowsTask } from '../shell/use-shows-task';
import { ErrorPanel } from '../ui/error';
import { Page, Section } from '../ui/page';
import { Status } from '../ui/status';
import { TaskLog } from '../ui/log-view';
import { RunActions } from './run-actions';
import { RunChanges } from './run-changes';
import { RunFacts } from './run-facts';
import { RunKits } from './run-kits';
import { RunNeeds } from './run-needs';
import { RunOutcome } from './run-outcome';
import { RunProgress } from './run-progress';
import { useRunAgain } from './use-run-again';
import { useRunTask } from './use-run-task';
import { runWords } from './run-words';

interface RunViewProps {
  run: RunSummary;
  previousRunId: string | null;
  changes: RunChange[];
  /** Whom the run was made without, as they were disabled. */
  disabled: string[];
  workspace: string | null;
}

/** A run from its first second to long after it ended. */
export function RunView({ run, previousRunId, changes, disabled, workspace }: RunViewProps) {
  const running = run.state === 'running';
  const task = useRunTask(run.taskId, running);
  const again = useRunAgain(run.projectId);
  useShowsTask(run.taskId);
  return (
    <Page
      title={`${run.projectName}, run ${run.number}`}
      state={<Status {...runWords[run.state]} />}
      actions={<RunActions run={run} task={task} again={again} />}
    >
      {again.error ? <ErrorPanel error={again.error} title="The run did not start" /> : null}
      {running ? <RunProgress task={task} /> : <RunOutcome run={run} />}
      {run.state === 'succeeded' ? <RunNeeds projectId={run.projectId} /> : null}
      <RunFacts run={run} disabled={disabled} workspace={workspace} />
      {run.kitCount > 0 ? <RunKits run={run} /> : null}
      <RunChanges changes={changes} scope={run.scope} previousRunId={previousRunId} />
      <Section title="Log" className="shrink-0">
        <TaskLog taskId={run.taskId} className="h-96" />
      </Section>
    </Page>
  );
}
