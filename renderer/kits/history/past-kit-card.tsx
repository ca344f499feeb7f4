import { Link } from '@tanstack/react-router';
import type { PastKit } from '../../../preload/contract/kit-history';
import { Copyable } from '../../ui/copy';
import { FactList } from '../../ui/facts';
import { Status } from '../../ui/status';
import { Day, RelativeTime } from '../../ui/time';
import { HandoverItem } from '../handover-item';
import { ChangedFiles } from './changed-files';
import { describeChange, describeSuperseded } from './history-words';

/** One kit of a participant: its certificate, what it changed, and who got it. */
export function PastKitCard({ kit }: { kit: PastKit }) {
  return (
    <article aria-label={`Kit of run ${kit.runNumber}`} className="rounded border border-line text-sm">
      <header className="flex flex-wrap items-baseline gap-x-2 px-3 py-1.5">
        <h3 className="font-medium">
          {kit.kept ? (
            <Link to="/kits" search={{ kit: kit.kitId }} className="rounded-sm text-accent hover:underline">
              Run {kit.runNumber}
            </Link>
          ) : (
            `Run ${kit.runNumber}`
          )}
        </h3>
        <span className="text-muted">
          <RelativeTime at={kit.at} />
        </span>
        <span className="ml-auto">
          <Status state={kit.current ? 'ok' : 'off'} label={describePlace(kit)} />
        </span>
      </header>
      <div className="flex flex-col gap-2 border-t border-line px-3 py-2">
        <p className="font-medium">{describeChange(kit.since)}</p>
        {kit.superseded || !kit.kept ? <p className="text-muted">{describeSuperseded(kit)}</p> : null}
        {kit.since ? <ChangedFiles files={kit.since.files} /> : null}
        <FactList layout="column" facts={factsOf(kit)} />
      </div>
      {kit.handovers.length > 0 ? (
        <ul aria-label="Hand-overs" className="border-t border-line">
          {kit.handovers.map((handover) => (
            <HandoverItem key={handover.id} handover={handover} />
          ))}
        </ul>
      ) : (
        <p className="border-t border-line px-3 py-1.5 text-faint">No hand-over is recorded.</p>
      )}
    </article>
  );
}

const describePlace = ({ superseded }: PastKit): string =>
  superseded === null ? 'Current' : superseded.by === 'newer' ? 'Superseded' : 'Not current';

const factsOf = (kit: PastKit) => [
  { label: 'SHA-256', value: <Copyable mono label="fingerprint" value={kit.fingerprint256} /> },
  ...(kit.serialNumber === ''
    ? []
    : [{ label: 'Serial', value: <Copyable mono label="serial number" value={kit.serialNumber} /> }]),
  { label: 'Valid until', value: <Day at={kit.notAfter} /> },
];
