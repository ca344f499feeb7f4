import { Link } from '@tanstack/react-router';
import type { Ca } from '../../preload/contract/ca';
import { Copyable } from '../ui/copy';
import { FactList } from '../ui/facts';
import { Status } from '../ui/status';
import { Day, Expiry } from '../ui/time';

interface CaFactsProps {
  ca: Ca;
  run: { id: string; number: number };
  sealed: boolean;
}

/** What a CA is, and how it is kept. */
export function CaFacts({ ca, run, sealed }: CaFactsProps) {
  return (
    <FactList
      layout="column"
      facts={[
        ...certificateFacts(ca),
        {
          label: 'On the disk',
          value: sealed ? (
            <Status state="ok" label="Sealed" />
          ) : (
            <Status state="attention" label="In clear" />
          ),
        },
        {
          label: 'Made in',
          value: (
            <Link
              to="/runs/$runId"
              params={{ runId: run.id }}
              className="rounded-sm text-accent underline-offset-3 hover:underline"
            >
              Run {run.number}
            </Link>
          ),
        },
      ]}
    />
  );
}

/** What its certificate says. */
export const certificateFacts = (ca: Ca) => [
  { label: 'Subject', value: <Copyable label="subject" value={ca.subject} /> },
  { label: 'Valid until', value: <ValidUntil notAfter={ca.notAfter} /> },
  {
    label: 'Certificates',
    value: ca.participants === 1 ? '1 participant' : `${ca.participants} participants`,
  },
  { label: 'Fingerprint', value: <Fingerprint value={ca.fingerprint256} /> },
  { label: 'Serial number', value: <Copyable mono label="serial number" value={ca.serialNumber} /> },
];

/** Whole: it is there to be compared with that of another machine. */
const Fingerprint = ({ value }: { value: string }) => (
  <Copyable mono label="fingerprint" value={value}>
    <span className="whitespace-normal wrap-anywhere">{value}</span>
  </Copyable>
);

function ValidUntil({ notAfter }: { notAfter: number }) {
  return (
    <>
      <Day at={notAfter} /> (<Expiry at={notAfter} />)
    </>
  );
}
