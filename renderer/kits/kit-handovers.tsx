import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Handover, KitSummary } from '../../preload/contract/kits';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copy';
import { Section } from '../ui/page';
import { RelativeTime } from '../ui/time';
import { HandoverForm } from './handover-form';

/** Who got this kit, when and how; and the form to add to it. */
export function KitHandovers({ kit, handovers }: { kit: KitSummary; handovers: Handover[] }) {
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="Handed over"
      count={handovers.length}
      actions={
        adding ? null : (
          <Button size="sm" icon={Plus} onClick={() => setAdding(true)}>
            Record
          </Button>
        )
      }
    >
      {adding ? (
        <HandoverForm kits={[kit]} onDone={() => setAdding(false)} onCancel={() => setAdding(false)} />
      ) : null}
      {handovers.length === 0 && !adding ? (
        <p className="text-sm text-muted">Nobody is recorded as having this kit.</p>
      ) : null}
      {handovers.length > 0 ? (
        <ul className="rounded border border-line text-sm">
          {handovers.map((handover) => (
            <HandoverItem key={handover.id} handover={handover} />
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

function HandoverItem({ handover }: { handover: Handover }) {
  return (
    <li className="border-b border-line px-3 py-2 last:border-b-0">
      <p className="wrap-break-word">
        <span className="font-medium">{handover.recipient}</span>{' '}
        <span className="text-muted">
          {handover.method}, <RelativeTime at={handover.at} />
        </span>
      </p>
      {handover.note ? <p className="wrap-break-word text-muted">{handover.note}</p> : null}
      <p className="flex min-w-0 items-center gap-2 text-faint">
        <Copyable mono label="fingerprint" value={handover.fingerprint256} />
        <span className="shrink-0">recorded by {handover.recordedBy}</span>
      </p>
    </li>
  );
}
