import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LocalPlan } from '../../preload/contract/local-federations';
import { client, orpc } from '../rpc/client';
import { useWorkspaceView } from '../rpc/workspace-view';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Callout, ErrorPanel } from '../ui/error';
import { Checkbox, Field, Select } from '../ui/field';
import { Progress } from '../ui/progress';
import { MemoryNote } from './memory-note';
import { typeWords } from './participant-columns';

/** As many as a desktop machine carries; more are chosen on purpose. */
const chosenAtFirst = 4;

/** Which project is tried here, and with whom. */
export function StartDialog({ projectId, onClose }: { projectId: string | null; onClose: () => void }) {
  const workspaceId = useWorkspaceView();
  const projects = useQuery(orpc.projects.list.queryOptions({ input: { workspaceId } }));
  const offered = (projects.data?.projects ?? []).filter(
    ({ lastRun }) => lastRun !== null && !lastRun.adopted,
  );
  const [chosen, setChosen] = useState(projectId);
  const id = chosen ?? offered[0]?.id ?? null;
  const plan = useQuery(
    orpc.localFederations.plan.queryOptions({
      input: { projectId: id ?? '' },
      enabled: id !== null,
      staleTime: 0,
    }),
  );
  const [sites, setSites] = useState<{ projectId: string; names: string[] } | null>(null);
  const names = sites?.projectId === id ? sites.names : firstOf(plan.data);
  const start = useMutation({
    mutationFn: () => client.localFederations.start({ projectId: id ?? '', sites: names }),
    onSuccess: onClose,
  });
  const ready = plan.data && !plan.data.obstacle && !plan.isFetching;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Try a project here"
      description="Its server and the sites that you choose run on this machine until you stop them."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!ready} busy={start.isPending} onClick={() => start.mutate()}>
            Start
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label="Project"
          help={projects.data && offered.length === 0 ? 'No project has been provisioned yet.' : undefined}
        >
          <Select
            value={id ?? ''}
            onValueChange={setChosen}
            options={offered.map((one) => ({ value: one.id, label: one.name }))}
          />
        </Field>
        {plan.isFetching && !plan.data ? <Progress value={null} label="Looking at the kits" /> : null}
        {plan.error ? <ErrorPanel error={plan.error} title="The kits could not be looked at" /> : null}
        {plan.data && id !== null ? (
          <PlanView
            plan={plan.data}
            names={names}
            onNames={(next) => setSites({ projectId: id, names: next })}
          />
        ) : null}
        {start.error ? <ErrorPanel error={start.error} title="It could not be started" /> : null}
      </div>
    </Dialog>
  );
}

const sitesOf = (plan: LocalPlan) => plan.participants.filter(({ type }) => type !== 'server');

const firstOf = (plan: LocalPlan | undefined): string[] =>
  plan
    ? sitesOf(plan)
        .slice(0, chosenAtFirst)
        .map(({ name }) => name)
    : [];

interface PlanViewProps {
  plan: LocalPlan;
  names: string[];
  onNames: (names: string[]) => void;
}

function PlanView({ plan, names, onNames }: PlanViewProps) {
  if (plan.obstacle)
    return (
      <Callout tone="failed" title={plan.obstacle.message}>
        {plan.obstacle.hint}
      </Callout>
    );
  const toggle = (name: string, on: boolean) =>
    onNames(on ? [...names, name] : names.filter((each) => each !== name));
  return (
    <>
      <Callout
        tone="info"
        title={
          plan.kits === 'project' ? 'The kits of the project run as they are' : 'Kits are made for this trial'
        }
      >
        {plan.reason}
      </Callout>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 text-sm font-medium text-muted">Who takes part besides the server</legend>
        <div className="flex max-h-36 flex-col gap-1.5 overflow-y-auto">
          {sitesOf(plan).map(({ name, type }) => (
            <Checkbox
              key={name}
              checked={names.includes(name)}
              onCheckedChange={(on) => toggle(name, on)}
              label={type === 'client' ? name : `${name} (${typeWords[type]})`}
            />
          ))}
        </div>
      </fieldset>
      <MemoryNote plan={plan} processes={names.length + 1} />
    </>
  );
}
