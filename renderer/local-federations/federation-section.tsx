import { Link } from '@tanstack/react-router';
import { Play, Square, Trash2, X } from 'lucide-react';
import type { LocalFederation } from '../../preload/contract/local-federations';
import { useTaskStore } from '../shell/task-store';
import { stageText } from '../shell/task-words';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { Section } from '../ui/page';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { DataTable } from '../ui/table';
import { describeFederation } from './federation-words';
import { participantColumns } from './participant-columns';
import { useFederationActions } from './use-actions';

interface FederationSectionProps {
  federation: LocalFederation;
  /** The participant in the inspector. */
  active: string | null;
  onOpen: (participant: string) => void;
}

/** One federation: how it is, what is being done to it, and its participants. */
export function FederationSection({ federation, active, onOpen }: FederationSectionProps) {
  const { id, projectId, projectName, participants, reason } = federation;
  return (
    <Section
      title={
        <span className="flex flex-wrap items-center gap-3">
          <Link to="/projects/$projectId" params={{ projectId }} className="rounded-sm hover:underline">
            {projectName}
          </Link>
          <Status {...describeFederation(federation)} />
        </span>
      }
      description={describeKits(federation)}
      actions={<FederationButtons federation={federation} />}
    >
      <TaskState taskId={federation.taskId} />
      {reason ? (
        <Callout tone="failed" title="It could not be started">
          {reason}
        </Callout>
      ) : null}
      {participants.length > 0 ? (
        <DataTable
          label={`Participants of ${projectName} (${id.slice(0, 4)})`}
          rows={participants}
          columns={participantColumns}
          rowId={({ name }) => name}
          noFilter
          activeId={active}
          onOpen={({ name }) => onOpen(name)}
          empty={null}
        />
      ) : null}
    </Section>
  );
}

function describeKits({ kits, host, port }: LocalFederation): string {
  if (port === null) return '';
  const where = `Server at ${host}:${port}. `;
  return kits === 'project'
    ? `${where}Runs from the kits of the project as they are.`
    : `${where}Runs with temporary kits that have their own CA, because the project's kits cannot run here.`;
}

function TaskState({ taskId }: { taskId: string | null }) {
  const task = useTaskStore((s) => (taskId ? s.tasks[taskId] : undefined));
  if (!taskId) return null;
  return (
    <div className="flex max-w-xl flex-col gap-1">
      <p role="status" className="text-sm text-muted">
        {(task && stageText(task)) ?? 'Beginning'}
      </p>
      <Progress value={task?.progress ?? null} label="How far it is" />
    </div>
  );
}

function FederationButtons({ federation }: { federation: LocalFederation }) {
  const { state, taskId, projectName } = federation;
  const { stop, again, remove, cancel } = useFederationActions(federation.id);
  const named = (verb: string) => `${verb} the federation ${projectName}`;
  if (state === 'preparing' && taskId)
    return (
      <Button
        icon={X}
        busy={cancel.isPending}
        onClick={() => cancel.mutate(taskId)}
        aria-label={named('Cancel')}
      >
        Cancel
      </Button>
    );
  if (state === 'off' || state === 'failed')
    return (
      <>
        <Button icon={Play} busy={again.isPending} onClick={() => again.mutate()} aria-label={named('Start')}>
          Start again
        </Button>
        <Button
          icon={Trash2}
          busy={remove.isPending}
          onClick={() => remove.mutate()}
          aria-label={named('Remove')}
        >
          Remove
        </Button>
      </>
    );
  return (
    <Button
      icon={Square}
      busy={stop.isPending || state === 'stopping'}
      onClick={() => stop.mutate()}
      aria-label={named('Stop')}
    >
      Stop
    </Button>
  );
}
