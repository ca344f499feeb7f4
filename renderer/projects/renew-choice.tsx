import type { ReissueNeed } from '../../preload/contract/provisioning';
import { Status } from '../ui/status';
import { DataTable, type TableColumn } from '../ui/table';
import { needWords } from './need-list';

interface RenewChoiceProps {
  names: string[];
  needs: ReissueNeed[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
}

interface Renewable {
  name: string;
  why: ReissueNeed['kind'][];
}

const columns: TableColumn<Renewable>[] = [
  {
    id: 'name',
    header: 'Participant',
    cell: ({ name }) => <span className="font-medium">{name}</span>,
    sortValue: ({ name }) => name,
    width: '2fr',
  },
  {
    id: 'why',
    header: 'Why',
    cell: ({ why }) => (
      <span className="flex flex-wrap gap-x-3">
        {why.map((kind) => (
          <Status key={kind} {...needWords[kind]} />
        ))}
      </span>
    ),
    sortValue: ({ why }) => why.map((kind) => needWords[kind].label).join(', '),
    width: '3fr',
  },
];

/** Which of those that need a new certificate get one now. */
export function RenewChoice({ names, needs, chosen, onChange }: RenewChoiceProps) {
  const rows = names.map((name) => ({
    name,
    why: [...new Set(needs.filter(({ participant }) => participant === name).map(({ kind }) => kind))],
  }));
  const toggle = ({ name }: Renewable) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    onChange(next);
  };
  return (
    <div className="flex max-h-72 min-h-0 flex-col">
      <DataTable
        label="Which certificates to renew"
        rows={rows}
        columns={columns}
        rowId={({ name }) => name}
        selected={chosen}
        onSelectedChange={onChange}
        onOpen={toggle}
        noFilter={names.length < 12}
        empty={null}
      />
    </div>
  );
}
