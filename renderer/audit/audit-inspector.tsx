import type { AuditRow } from '../../preload/contract/audit';
import { Copyable } from '../ui/copy';
import { FactList } from '../ui/facts';
import { formatExact } from '../ui/format';
import { InspectorHead } from '../ui/inspector-head';
import { Term } from '../ui/tooltip';
import { describeAction, describeSubject } from './action-words';
import { AuditResult, doorWords } from './audit-columns';

/** Everything that one row of the trail says. */
export function AuditInspector({
  row,
  names,
  onClose,
}: {
  row: AuditRow;
  names: ReadonlyMap<string, string>;
  onClose: () => void;
}) {
  const subject = describeSubject(row.subject, names);
  return (
    <>
      <InspectorHead title={describeAction(row.action)} onClose={onClose}>
        <p className="text-sm text-muted">Row {row.id}</p>
      </InspectorHead>
      <div className="flex flex-col gap-4 p-4">
        <FactList
          layout="column"
          facts={[
            { label: 'Action', value: <Copyable value={row.action} mono label="action" /> },
            { label: 'Result', value: <AuditResult row={row} /> },
            ...(row.code ? [{ label: 'Code', value: <Copyable value={row.code} mono label="code" /> }] : []),
            { label: 'When', value: formatExact(row.at) },
            { label: 'Who', value: row.actor },
            { label: 'Through', value: doorWords[row.door] },
            ...(subject === (row.subject ?? '') ? [] : [{ label: 'On', value: subject }]),
            {
              label: subject === (row.subject ?? '') ? 'On' : 'Id',
              value: row.subject ? <Copyable value={row.subject} mono label="subject" /> : 'Nothing named',
            },
            { label: 'Request', value: <Copyable value={row.requestId} mono label="request id" /> },
          ]}
        />
        <div>
          <p className="text-sm text-faint">
            <Term
              term="Hash"
              explain="Covers every field of this row and the hash of the row before, so that no row can be changed or taken away unseen."
            />
          </p>
          <p className="font-mono text-sm wrap-anywhere select-text">{row.hash}</p>
        </div>
      </div>
    </>
  );
}
