import type { Host } from '../../preload/contract/hosts';
import { HostCallouts } from '../shell/host-callouts';
import { NoAnswer } from '../shell/no-answer';
import { Select } from '../ui/field';
import { Status } from '../ui/status';
import type { HostList } from './use-host-lists';
import { countOf } from './words';

/** How each host answers: one that does not says why, and the others do not wait for it. */
export function HostBar<T>({ lists, noun }: { lists: HostList<T>[]; noun: string }) {
  return (
    <>
      <ul aria-label="Hosts" className="flex shrink-0 flex-wrap gap-x-5 gap-y-1">
        {lists.map(({ host, items, asking, error }) => (
          <li key={host.id} className="flex items-center gap-2">
            <span className="font-medium">{host.name}</span>
            {asking ? <Status state="running" label="Asking" /> : null}
            {error ? <NoAnswer hostId={host.id} /> : null}
            {asking || error ? null : (
              <Status state="ok" label="Engine" detail={countOf(items.length, noun)} />
            )}
          </li>
        ))}
      </ul>
      <HostCallouts
        failures={lists.flatMap(({ host, items, error }) =>
          error
            ? [
                {
                  ...{ hostId: host.id, name: host.name, stale: items.length > 0 },
                  ...{ message: error.message, hint: error.hint },
                },
              ]
            : [],
        )}
        onRetry={(hostIds) => {
          for (const { host, retry } of lists) if (hostIds.includes(host.id)) retry();
        }}
      />
    </>
  );
}

interface HostSelectProps {
  hosts: Host[];
  value: string | null;
  onChange: (hostId: string | null) => void;
}

export function HostSelect({ hosts, value, onChange }: HostSelectProps) {
  return (
    <Select
      aria-label="Host"
      className="w-44"
      value={value ?? ''}
      onValueChange={(next) => onChange(next === '' ? null : next)}
      options={[
        { value: '', label: 'All hosts' },
        ...hosts.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
