import type { CleanUpRules } from '../../../preload/contract/clean-up';
import type { Host } from '../../../preload/contract/hosts';
import { Button } from '../../ui/button';
import { Checkbox, Field, Select, TextInput } from '../../ui/field';

/** The rules as they are typed. */
export interface RulesDraft extends Omit<CleanUpRules, 'olderThanDays' | 'labels'> {
  days: string;
  labels: string;
  hostIds: ReadonlySet<string>;
}

interface RulesFormProps {
  hosts: Host[];
  draft: RulesDraft;
  onChange: (draft: RulesDraft) => void;
  busy: boolean;
  onLook: () => void;
}

export const readDays = (text: string): number | null => {
  const days = text.trim() === '' ? 0 : Number(text.trim().replace(',', '.'));
  return Number.isFinite(days) && days >= 0 && days <= 3650 ? days : null;
};

/** Which hosts, and what to look for there. */
export function RulesForm({ hosts, draft, onChange, busy, onLook }: RulesFormProps) {
  const set = (change: Partial<RulesDraft>) => onChange({ ...draft, ...change });
  const badDays = readDays(draft.days) === null;
  return (
    <form
      aria-label="What to look for"
      onSubmit={(event) => {
        event.preventDefault();
        if (!badDays && draft.hostIds.size > 0) onLook();
      }}
      className="flex shrink-0 flex-col gap-3 rounded border border-line bg-surface p-4"
    >
      {hosts.length > 1 ? <HostChoice hosts={hosts} draft={draft} onChange={onChange} /> : null}
      <Narrowing draft={draft} badDays={badDays} set={set} />
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <Checkbox
          checked={draft.containers}
          onCheckedChange={(containers) => set({ containers })}
          label="Stopped containers"
        />
        <Checkbox
          checked={draft.networks}
          onCheckedChange={(networks) => set({ networks })}
          label="Unused networks"
        />
        <Checkbox
          checked={draft.buildCache}
          onCheckedChange={(buildCache) => set({ buildCache })}
          label="Build cache"
        />
        <Button
          type="submit"
          variant="primary"
          className="ml-auto"
          busy={busy}
          disabled={badDays || draft.hostIds.size === 0}
        >
          Make a plan
        </Button>
      </div>
    </form>
  );
}

function HostChoice({ hosts, draft, onChange }: Pick<RulesFormProps, 'hosts' | 'draft' | 'onChange'>) {
  const toggle = (id: string) => {
    const hostIds = new Set(draft.hostIds);
    if (!hostIds.delete(id)) hostIds.add(id);
    onChange({ ...draft, hostIds });
  };
  return (
    <fieldset className="flex flex-wrap gap-x-5 gap-y-1.5">
      <legend className="mb-1 text-sm font-medium text-muted">Hosts</legend>
      {hosts.map(({ id, name }) => (
        <Checkbox key={id} checked={draft.hostIds.has(id)} onCheckedChange={() => toggle(id)} label={name} />
      ))}
    </fieldset>
  );
}

interface NarrowingProps {
  draft: RulesDraft;
  badDays: boolean;
  set: (change: Partial<RulesDraft>) => void;
}

/** Which images and volumes, how old, and with which labels. */
function Narrowing({ draft, badDays, set }: NarrowingProps) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] items-start gap-3">
      <Field label="Images">
        <Select
          value={draft.images}
          onValueChange={(images) => set({ images: images as RulesDraft['images'] })}
          options={[
            { value: 'none', label: 'Leave them' },
            { value: 'dangling', label: 'Untagged' },
            { value: 'unused', label: 'All that are unused' },
          ]}
        />
      </Field>
      <Field label="Volumes">
        <Select
          value={draft.volumes}
          onValueChange={(volumes) => set({ volumes: volumes as RulesDraft['volumes'] })}
          options={[
            { value: 'none', label: 'Leave them' },
            { value: 'anonymous', label: 'Anonymous ones' },
            { value: 'unused', label: 'All that are unused' },
          ]}
        />
      </Field>
      <Field
        label="Older than"
        unit="days"
        error={badDays ? 'A number of days, at most 3650.' : undefined}
        help="Leave empty for any age."
      >
        <TextInput
          inputMode="decimal"
          value={draft.days}
          onChange={(event) => set({ days: event.target.value })}
        />
      </Field>
      <Field label="Labels" help="team=ct: only with this label. !keep: only without this one.">
        <TextInput mono value={draft.labels} onChange={(event) => set({ labels: event.target.value })} />
      </Field>
    </div>
  );
}
