import type { DeployPreview, LocalEdit } from '../../preload/contract/deployments';
import type { Host } from '../../preload/contract/hosts';
import { Callout } from '../ui/error';
import { Checkbox } from '../ui/field';
import { Status } from '../ui/status';
import { Bytes } from '../ui/time';
import { type DeployDraft, placeOf } from './deploy-draft';

/** What was found for one kit, and what the person chose. */
export interface Checked {
  preview: DeployPreview;
  /** Paths of changed files that stay as they are. */
  carryOver: string[];
  restart: boolean;
}

export const toChecked = (preview: DeployPreview): Checked => ({
  ...{ preview, restart: false },
  carryOver: preview.plan?.edits.map(({ path }) => path) ?? [],
});

interface CheckStepProps {
  checked: Checked[];
  draft: DeployDraft;
  hosts: Host[];
  onChange: (checked: Checked[]) => void;
}

/** What sending would do at each place. */
export function CheckStep({ checked, draft, hosts, onChange }: CheckStepProps) {
  const set = (at: number, change: Partial<Checked>) =>
    onChange(checked.map((each, index) => (index === at ? { ...each, ...change } : each)));
  const running = checked.filter(({ preview }) => preview.plan?.running);
  return (
    <ul aria-label="What will be done" className="flex flex-col gap-3">
      {running.length > 1 ? (
        <li>
          <Checkbox
            checked={running.every(({ restart }) => restart)}
            onCheckedChange={(restart) =>
              onChange(checked.map((each) => (each.preview.plan?.running ? { ...each, restart } : each)))
            }
            label={`Stop all ${running.length} that run for this, and start them again`}
            help="Nothing is exchanged under a kit that is running; jobs on it end."
          />
        </li>
      ) : null}
      {checked.map((each, at) => {
        const row = draft.rows[at];
        const hostId = row ? placeOf(draft, row).hostId : '';
        const hostName = hosts.find(({ id }) => id === hostId)?.name ?? '';
        return (
          <li key={row?.key ?? at} className="rounded border border-line p-3">
            <h3 className="font-semibold">
              {each.preview.participant} <span className="font-normal text-muted">on {hostName}</span>
            </h3>
            {each.preview.error ? (
              <Callout tone="failed" className="mt-2" title={each.preview.error.message}>
                {each.preview.error.hint}
              </Callout>
            ) : null}
            {each.preview.plan ? (
              <Plan checked={each} plan={each.preview.plan} onChange={(change) => set(at, change)} />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

type PlanOf = NonNullable<DeployPreview['plan']>;

interface PlanProps {
  checked: Checked;
  plan: PlanOf;
  onChange: (change: Partial<Checked>) => void;
}

function Plan({ checked, plan, onChange }: PlanProps) {
  return (
    <div className="mt-1 flex flex-col gap-2">
      <p className="wrap-anywhere">
        <span className="font-mono text-sm">{plan.target}</span>{' '}
        <span className="text-muted">
          gets {plan.files.length} files, <Bytes value={plan.sizeBytes} />. {describeReplaced(plan)}
        </span>
      </p>
      {plan.nvflare ? <Status state="ok" label={`NVFlare ${plan.nvflare}`} detail={plan.python} /> : null}
      {plan.notes.map((note) => (
        <Status
          key={note}
          state="attention"
          label="Note"
          detail={<span className="whitespace-normal">{note}</span>}
          className="whitespace-normal"
        />
      ))}
      {plan.running ? (
        <Checkbox
          checked={checked.restart}
          onCheckedChange={(restart) => onChange({ restart })}
          label="Stop it for this, and start it again"
          help="It runs. Nothing is exchanged under a kit that is running; jobs on it end."
        />
      ) : null}
      {plan.edits.length > 0 ? <Edits checked={checked} edits={plan.edits} onChange={onChange} /> : null}
      {plan.data.length > 0 ? (
        <p className="text-sm text-muted wrap-anywhere">
          What NVFlare and its jobs left stays: {plan.data.slice(0, 8).join(', ')}
          {plan.data.length > 8 ? ` and ${plan.data.length - 8} more` : ''}.
        </p>
      ) : null}
      <Files plan={plan} />
    </div>
  );
}

function describeReplaced({ replaces, replacedRun }: PlanOf): string {
  if (replaces === 'nothing') return 'Nothing is there yet.';
  if (replaces === 'other') return 'A kit that came by other ways is there; it is kept beside.';
  return `The kit of ${replacedRun === null ? 'before' : `run ${replacedRun}`} is there; it is kept beside.`;
}

const changes: Record<LocalEdit['change'], string> = {
  changed: 'changed there',
  added: 'added there',
  removed: 'removed there',
};

function Edits({
  checked,
  edits,
  onChange,
}: {
  checked: Checked;
  edits: LocalEdit[];
  onChange: PlanProps['onChange'];
}) {
  const toggle = (path: string, on: boolean) =>
    onChange({
      carryOver: on ? [...checked.carryOver, path] : checked.carryOver.filter((each) => each !== path),
    });
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="text-sm font-medium text-muted">
        Settings changed there: which are carried over
      </legend>
      {edits.map(({ path, change, clash }) => (
        <Checkbox
          key={path}
          checked={checked.carryOver.includes(path)}
          onCheckedChange={(on) => toggle(path, on)}
          label={
            <>
              <span className="font-mono text-sm wrap-anywhere">{path}</span>{' '}
              <span className="text-muted">{changes[change]}</span>
            </>
          }
          help={clash ? 'The new kit has another version of it: look at both.' : undefined}
        />
      ))}
    </fieldset>
  );
}

function Files({ plan }: { plan: PlanOf }) {
  return (
    <details className="text-sm">
      <summary className="w-fit rounded-sm text-muted hover:text-ink">Files</summary>
      <ul className="mt-1 font-mono">
        {plan.files.map(({ path, sizeBytes, mode }) => (
          <li key={path} className="flex gap-3">
            <span className="text-faint">{mode}</span>
            <span className="min-w-0 flex-1 truncate" title={path}>
              {path}
            </span>
            <Bytes value={sizeBytes} />
          </li>
        ))}
      </ul>
    </details>
  );
}
