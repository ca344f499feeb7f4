import type { User } from '../../preload/contract/images';
import { wordOfState } from '../shell/container-states';
import { FactList } from '../ui/facts';

/** Who uses the thing. */
export function Users({ users, none }: { users: User[]; none: string }) {
  return (
    <section aria-label="Used by" className="flex flex-col gap-1.5">
      <h3 className="font-semibold">Used by</h3>
      {users.length === 0 ? <p className="text-muted">{none}</p> : null}
      <FactList
        layout="column"
        facts={users.map(({ id, name, state }) => ({ key: id, label: wordOfState(state), value: name }))}
      />
    </section>
  );
}

export function Labels({
  labels,
  title = 'Labels',
}: {
  labels: { name: string; value: string }[];
  title?: string;
}) {
  if (labels.length === 0) return null;
  return (
    <section aria-label={title} className="flex flex-col gap-1.5">
      <h3 className="font-semibold">{title}</h3>
      <FactList
        layout="column"
        facts={labels.map(({ name, value }) => ({
          ...{ key: name, label: <span className="font-mono wrap-anywhere">{name}</span> },
          value: <span className="font-mono text-sm wrap-anywhere select-text">{value}</span>,
        }))}
      />
    </section>
  );
}
