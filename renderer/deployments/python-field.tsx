import { useQueries } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useId, useState } from 'react';
import { orpc } from '../rpc/client';
import { IconButton } from '../ui/button';
import { Field, TextInput } from '../ui/field';

interface PythonFieldProps {
  hostIds: string[];
  value: string;
  onChange: (python: string) => void;
}

/** Which Python runs the kits; those with NVFlare that the hosts have are offered when they were looked for. */
export function PythonField({ hostIds, value, onChange }: PythonFieldProps) {
  const listId = useId();
  const [looked, setLooked] = useState(false);
  const asked = useQueries({
    queries: [...new Set(hostIds)]
      .filter((id) => id !== '')
      .map((hostId) =>
        orpc.deployments.pythons.queryOptions({
          input: { hostId },
          enabled: looked,
          staleTime: 60_000,
          retry: false,
        }),
      ),
  });
  const found = new Map(asked.flatMap(({ data }) => data ?? []).map((each) => [each.python, each]));
  const busy = looked && asked.some(({ isFetching }) => isFetching);
  const failed = asked.some(({ error }) => error !== null);
  return (
    <Field label="Python" help={helpFor({ looked, busy, failed, count: found.size })}>
      <div className="flex gap-1">
        <TextInput
          mono
          aria-label="Python"
          list={listId}
          value={value}
          maxLength={900}
          onChange={(event) => onChange(event.target.value)}
        />
        <IconButton
          icon={Search}
          label="Look for Pythons with NVFlare"
          disabled={busy}
          onClick={() => setLooked(true)}
        />
      </div>
      <datalist id={listId}>
        {[...found.values()].map(({ python, version, nvflare }) => (
          <option key={python} value={python}>{`Python ${version}, NVFlare ${nvflare}`}</option>
        ))}
      </datalist>
    </Field>
  );
}

function helpFor(state: { looked: boolean; busy: boolean; failed: boolean; count: number }): string {
  if (!state.looked) return 'Leave empty to use the first Python that has NVFlare.';
  if (state.busy) return 'Looking on the hosts.';
  if (state.count > 0)
    return `${state.count} found: choose one in the field, or leave it empty for the first.`;
  return state.failed ? 'A host could not be asked.' : 'None with NVFlare was found where they usually are.';
}
