import { useState } from 'react';
import { type ComparedKit, kitChanges, type KitChange } from '../../../preload/contract/kit-history';
import { FilterChips } from '../../ui/filter-chips';
import { Status } from '../../ui/status';
import { DataTable, type TableColumn } from '../../ui/table';
import { typeWords } from '../kit-words';
import { changeWords, countFiles } from './history-words';

/** What became of each participant's kit; one that has two kits opens to show what differs. */
export function ComparisonTable({
  rows,
  onOpen,
}: {
  rows: ComparedKit[];
  onOpen: (row: ComparedKit) => void;
}) {
  const [change, setChange] = useState<KitChange | null>(null);
  const chips = kitChanges
    .map((value) => ({
      value,
      label: changeWords[value].label,
      count: rows.filter((row) => row.change === value).length,
    }))
    .filter(({ count, value }) => count > 0 || value === change);
  return (
    <DataTable
      label="Compared kits"
      csvName="compared-kits"
      initialSort={{ column: 'participant', direction: 'ascending' }}
      rows={change === null ? rows : rows.filter((row) => row.change === change)}
      total={rows.length}
      keepToolbar
      columns={columns}
      rowId={({ participant }) => participant}
      onOpen={onOpen}
      toolbar={<FilterChips label="What changed" chips={chips} value={change} onChange={setChange} />}
      empty={null}
    />
  );
}

const describeCertificate = ({ change, key, caChanged }: ComparedKit): string => {
  if (change === 'new' || change === 'removed') return '';
  const ca = caChanged ? ', another CA' : '';
  if (change !== 'reissued') return `Same certificate and key${ca}`;
  const words = { same: 'New certificate, same key', new: 'New certificate and key' };
  return `${key === null ? 'New certificate' : words[key]}${ca}`;
};

const describeFiles = ({ change, files }: ComparedKit): string => {
  if (change === 'new' || change === 'removed' || change === 'unknown') return '';
  return files === 0 ? 'None' : countFiles(files);
};

const columns: TableColumn<ComparedKit>[] = [
  {
    id: 'participant',
    header: 'Participant',
    cell: ({ participant }) => <span className="font-medium">{participant}</span>,
    sortValue: ({ participant }) => participant,
    width: '3fr',
  },
  {
    id: 'type',
    header: 'Type',
    cell: ({ type }) => typeWords[type],
    sortValue: ({ type }) => typeWords[type],
    width: 90,
    hideBelow: 560,
  },
  {
    id: 'change',
    header: 'Change',
    cell: ({ change }) => <Status {...changeWords[change]} />,
    sortValue: ({ change }) => changeWords[change].label,
    width: 150,
  },
  {
    id: 'certificate',
    header: 'Certificate',
    cell: describeCertificate,
    sortValue: describeCertificate,
    width: '3fr',
  },
  {
    id: 'files',
    header: 'Changed files',
    cell: describeFiles,
    sortValue: describeFiles,
    width: 130,
    hideBelow: 640,
  },
];
