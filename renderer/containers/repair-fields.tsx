import type { Repair, RepairPlan } from '../../preload/contract/container-create';
import { Checkbox, Field, TextInput } from '../ui/field';

/** As it is typed. */
export interface RepairDraft {
  /** In the order of the plan. */
  ports: string[];
  withoutGpus: boolean;
  withoutDevices: string[];
}

/** What most would choose: another port for one that is taken, and without a device that is not there. */
export const toDraft = (plan: RepairPlan): RepairDraft => ({
  ports: plan.ports.map(({ hostPort, nextFree }) => String(nextFree ?? hostPort)),
  withoutGpus: false,
  withoutDevices: plan.devices.filter(({ missing }) => missing).map(({ path }) => path),
});

/** Null while something of it cannot be. */
export function readRepair(plan: RepairPlan, draft: RepairDraft): Repair | null {
  if (plan.ports.some((_, index) => problemOf(plan, draft, index) !== undefined)) return null;
  const ports = plan.ports.map(({ hostPort, protocol }, index) => ({
    ...{ hostPort, protocol, next: Number(draft.ports[index]) },
  }));
  return { ...draft, ports: ports.filter(({ hostPort, next }) => hostPort !== next) };
}

function problemOf(plan: RepairPlan, draft: RepairDraft, index: number): string | undefined {
  const text = (draft.ports[index] ?? '').trim();
  const port = plan.ports[index];
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 65_535)
    return 'A number from 1 to 65535.';
  return port?.holder && Number(text) === port.hostPort ? port.holder : undefined;
}

interface RepairFieldsProps {
  plan: RepairPlan;
  draft: RepairDraft;
  onChange: (draft: RepairDraft) => void;
}

/** What may be otherwise in the new one. */
export function RepairFields({ plan, draft, onChange }: RepairFieldsProps) {
  const { withoutDevices } = draft;
  return (
    <>
      {plan.ports.map(({ containerPort, protocol, hostPort, holder, nextFree }, index) => (
        <Field
          key={`${hostPort}/${protocol}`}
          label={`Port of the host for ${containerPort}/${protocol}`}
          error={problemOf(plan, draft, index)}
          help={
            holder === null
              ? `${hostPort} is free.`
              : `It was to be ${hostPort}.${nextFree === null ? '' : ` ${nextFree} is the next one that is free.`}`
          }
        >
          <TextInput
            inputMode="numeric"
            value={draft.ports[index] ?? ''}
            onChange={({ target: { value } }) =>
              onChange({ ...draft, ports: draft.ports.map((each, at) => (at === index ? value : each)) })
            }
          />
        </Field>
      ))}
      {plan.gpus ? (
        <Checkbox
          label="Leave out GPUs"
          checked={draft.withoutGpus}
          onCheckedChange={(withoutGpus) => onChange({ ...draft, withoutGpus })}
        />
      ) : null}
      {plan.devices.map(({ path, missing }) => (
        <Checkbox
          key={path}
          label={`Leave out device ${path}`}
          help={missing ? 'The host does not have it.' : undefined}
          checked={withoutDevices.includes(path)}
          onCheckedChange={(without) =>
            onChange({
              ...draft,
              withoutDevices: without
                ? [...withoutDevices, path]
                : withoutDevices.filter((each) => each !== path),
            })
          }
        />
      ))}
    </>
  );
}
