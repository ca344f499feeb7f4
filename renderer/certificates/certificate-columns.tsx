import type { BoardCertificate } from '../../preload/contract/certificates';
import { Copyable } from '../ui/copy';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { Expiry } from '../ui/time';
import { describeKind, describeOrigin, levelWords } from './certificate-words';

/** The columns of the board. Dates are written in full into the CSV. */
export const certificateColumns: TableColumn<BoardCertificate>[] = [
  {
    id: 'certificate',
    header: 'Certificate',
    cell: ({ subject }) => <span className="font-medium">{subject}</span>,
    sortValue: ({ subject }) => subject,
    width: '4fr',
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ level }) => <Status {...levelWords[level]} />,
    sortValue: ({ level }) => levelWords[level].label,
    width: 140,
  },
  {
    id: 'project',
    header: 'Project',
    cell: ({ projectName, origin }) => (
      <>
        {projectName}
        <span className="text-faint">, {describeOrigin(origin)}</span>
      </>
    ),
    sortValue: ({ projectName }) => projectName,
    width: '3fr',
    hideBelow: 480,
  },
  {
    id: 'kind',
    header: 'Kind',
    cell: describeKind,
    sortValue: describeKind,
    width: 120,
    hideBelow: 620,
  },
  {
    id: 'ends',
    header: 'Expires',
    cell: ({ notAfter }) => <Expiry at={notAfter} />,
    sortValue: ({ notAfter }) => new Date(notAfter).toISOString(),
    width: 130,
  },
  {
    id: 'fingerprint',
    header: 'Fingerprint (SHA-256)',
    cell: ({ fingerprint256 }) => (
      <Copyable mono label="fingerprint" value={fingerprint256}>
        {fingerprint256.slice(0, 23)}…
      </Copyable>
    ),
    sortValue: ({ fingerprint256 }) => fingerprint256,
    width: 230,
    hideBelow: 880,
  },
];
