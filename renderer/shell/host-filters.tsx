import type { Host } from '../../preload/contract/hosts';
import { Select } from '../ui/field';

/** Of which hosts something is shown; empty is all. */
export interface HostFilter {
  group: string;
  label: string;
}

export const anyHost: HostFilter = { group: '', label: '' };

type Sorted = Pick<Host, 'group' | 'labels'>;

export const fitsHost = ({ group, labels }: Sorted, filter: HostFilter): boolean =>
  (filter.group === '' || group === filter.group) && (filter.label === '' || labels.includes(filter.label));

interface HostFiltersProps {
  hosts: readonly Sorted[];
  filter: HostFilter;
  onChange: (filter: HostFilter) => void;
}

/** Chooses hosts by their group and by a label; only where there are such. */
export function HostFilters({ hosts, filter, onChange }: HostFiltersProps) {
  return (
    <>
      <OneOf
        name="Group"
        all="All groups"
        values={hosts.map(({ group }) => group)}
        value={filter.group}
        onChange={(group) => onChange({ ...filter, group })}
      />
      <OneOf
        name="Label"
        all="All labels"
        values={hosts.flatMap(({ labels }) => labels)}
        value={filter.label}
        onChange={(label) => onChange({ ...filter, label })}
      />
    </>
  );
}

interface OneOfProps {
  name: string;
  all: string;
  values: string[];
  value: string;
  onChange: (value: string) => void;
}

function OneOf({ name, all, values, value, onChange }: OneOfProps) {
  const known = new Set([...values, value].filter((each) => each !== ''));
  if (known.size === 0) return null;
  const sorted = [...known].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return (
    <Select
      aria-label={name}
      className="w-36"
      value={value}
      onValueChange={onChange}
      options={[{ value: '', label: all }, ...sorted.map((each) => ({ value: each, label: each }))]}
    />
  );
}
