import type { AuditRow } from '../../preload/contract/audit';
import { Status, type StatusState } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { RelativeTime } from '../ui/time';
import { describeAction, describeSubject } from './action-words';

const results: Record<AuditRow['result'], { state: StatusState; label: string }> = {
  ok: { state: 'ok', label: 'Done' },
  refused: { state: 'attention', label: 'Refused' },
  failed: { state: 'failed', label: 'Failed' },
};
export const doorWords: Record<AuditRow['door'], string> = {
  window: 'Window',
  browser: 'Browser',
  cli: 'Command line',
};

/** Who gave up waiting does not know what became of it. */
const givenUp = { state: 'attention', label: 'Given up' } as const;

/** How the call ended, as a status. */
export function AuditResult({ row }: { row: AuditRow }) {
  return <Status {...(row.code === 'CANCELLED' ? givenUp : results[row.result])} />;
}

/** The columns of the trail; `names` are of what the rows may have acted on, by id. */
export const auditColumns = (names: ReadonlyMap<string, string>): TableColumn<AuditRow>[] => [
  {
    id: 'id',
    header: 'Row',
    width: 80,
    hideBelow: 640,
    align: 'end',
    cell: (row) => row.id,
    sortValue: (row) => row.id,
  },
  {
    id: 'at',
    header: 'When',
    width: 140,
    cell: (row) => <RelativeTime at={row.at} />,
    sortValue: (row) => row.at,
  },
  {
    id: 'action',
    header: 'Action',
    width: '3fr',
    // The call's own name is in the inspector.
    cell: ({ action }) => <span title={action}>{describeAction(action)}</span>,
    // In the CSV both are wanted.
    sortValue: ({ action }) => `${describeAction(action)} (${action})`,
  },
  {
    id: 'subject',
    header: 'On',
    width: '2fr',
    hideBelow: 620,
    cell: ({ subject }) => {
      const words = describeSubject(subject, names);
      return (
        <span title={words} className={words === subject ? 'font-mono text-muted' : undefined}>
          {words}
        </span>
      );
    },
    sortValue: (row) => row.subject ?? '',
  },
  {
    id: 'actor',
    header: 'Who',
    width: 110,
    hideBelow: 560,
    cell: (row) => row.actor,
    sortValue: (row) => row.actor,
  },
  {
    id: 'door',
    header: 'Through',
    width: 110,
    hideBelow: 760,
    cell: (row) => doorWords[row.door],
    sortValue: (row) => doorWords[row.door],
  },
  {
    id: 'result',
    header: 'Result',
    width: 110,
    cell: (row) => <AuditResult row={row} />,
    sortValue: (row) => row.result,
  },
];
