import { useMutation } from '@tanstack/react-query';
import { Link, type LinkOptions } from '@tanstack/react-router';
import { Circle, CircleCheck, X } from 'lucide-react';
import { orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { isReady } from '../runtime/runtime-words';
import { IconButton } from '../ui/button';
import { cn } from '../ui/cn';
import { Panel } from '../ui/page';
import { toast } from '../ui/toast';
import type { OverviewData } from './use-overview';

interface Step {
  done: boolean;
  label: string;
  link: LinkOptions;
}

/** The first federation, step by step, until all is done or the person wants no list. */
export function Checklist({ data }: { data: OverviewData }) {
  const wanted = data.settings.data?.checklistDismissed === false;
  const runs = data.runs.data;
  const kits = data.allKits.data;
  if (!wanted || !data.projects.data || !runs || !kits) return null;
  const project = data.projects.data.projects[0];
  const projectLink: LinkOptions = project
    ? { to: '/projects/$projectId', params: { projectId: project.id } }
    : { to: '/projects', search: { new: 1 } };
  const ready = data.runtime.data ? isReady(data.runtime.data) : false;
  const steps: Step[] = [
    {
      done: ready,
      label: ready ? 'NVFlare is ready' : 'Get NVFlare ready',
      link: { to: '/settings', search: { section: 'runtime' } },
    },
    { done: project !== undefined, label: 'Make a project', link: { to: '/projects', search: { new: 1 } } },
    { done: runs.some((run) => run.state === 'succeeded'), label: 'Provision it', link: projectLink },
    {
      done: kits.some((kit) => kit.handovers > 0),
      label: 'Hand over a kit and record it',
      link: { to: '/kits' },
    },
  ];
  // NVFlare is looked for longest: a list of which all else is done does not come for that moment.
  const others = data.runtime.data ? steps : steps.slice(1);
  return others.every((step) => step.done) ? null : <ChecklistPanel steps={steps} />;
}

function ChecklistPanel({ steps }: { steps: Step[] }) {
  const dismiss = useMutation(
    orpc.settings.update.mutationOptions({
      onSuccess: (view) => queryClient.setQueryData(orpc.settings.get.queryKey(), view),
      onError: (error) => toast.error(error),
    }),
  );
  const next = steps.findIndex((step) => !step.done);
  return (
    <Panel className="shrink-0">
      <section
        aria-label="Your first federation"
        className="flex flex-wrap items-center gap-x-5 gap-y-1 px-3 py-2"
      >
        <h2 className="font-semibold">Your first federation</h2>
        <ol className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1 gap-y-1">
          {steps.map((step, index) => (
            <li key={step.label}>
              <StepLink step={step} next={index === next} />
            </li>
          ))}
        </ol>
        <IconButton
          icon={X}
          label="Dismiss this list"
          size="sm"
          disabled={dismiss.isPending}
          onClick={() => dismiss.mutate({ checklistDismissed: true })}
        />
      </section>
    </Panel>
  );
}

function StepLink({ step, next }: { step: Step; next: boolean }) {
  const Icon = step.done ? CircleCheck : Circle;
  return (
    <Link
      {...step.link}
      className={cn(
        'flex h-7 items-center gap-1.5 rounded px-2 text-muted hover:bg-hover hover:text-ink',
        next && 'font-medium text-accent hover:text-accent',
      )}
    >
      <Icon aria-hidden className={cn('size-4', step.done && 'text-ok')} />
      {step.label}
      <span className="sr-only">{step.done ? ', done' : ', to do'}</span>
    </Link>
  );
}
