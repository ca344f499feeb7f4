import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Handover, KitSummary } from '../../preload/contract/kits';
import { Button } from '../ui/button';
import { Section } from '../ui/page';
import { HandoverForm } from './handover-form';
import { HandoverItem } from './handover-item';

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
