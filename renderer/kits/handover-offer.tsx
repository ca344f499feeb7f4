import { create } from 'zustand';
import type { KitSummary } from '../../preload/contract/kits';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { toast } from '../ui/toast';
import { HandoverForm } from './handover-form';
import { countKits } from './kit-words';

type OfferedKit = Pick<KitSummary, 'id' | 'participant' | 'disabled'>;

interface Offer {
  kits: OfferedKit[];
  /** How they left. */
  method: string;
}

const useOffer = create<{ offer: Offer | null }>(() => ({ offer: null }));

/** After kits have left: says so, and offers to record who gets them. A drag does not tell whether it was dropped. */
export function offerHandover(offer: Offer, message: string, description?: string): void {
  toast.success(message, {
    id: 'hand-over',
    ...(description === undefined ? {} : { description }),
    action: { label: 'Record hand-over', onClick: () => useOffer.setState({ offer }) },
  });
}

/** The form behind the offer; once, on the page of kits. */
export function HandoverOffer() {
  const offer = useOffer((state) => state.offer);
  if (!offer) return null;
  return <HandoverDialog {...offer} onClose={() => useOffer.setState({ offer: null })} />;
}

interface HandoverDialogProps extends Offer {
  onClose: () => void;
  /** Called besides, when it was recorded. */
  onDone?: () => void;
}

/** Asks who got some kits, and records it. */
export function HandoverDialog({ kits, method, onClose, onDone }: HandoverDialogProps) {
  const [first] = kits;
  const what = kits.length === 1 && first ? `the kit of ${first.participant}` : countKits(kits.length);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Who got ${what}?`}
      description="The record says which certificate is out, and with whom."
      footer={<Button onClick={onClose}>Not now</Button>}
    >
      <HandoverForm
        kits={kits}
        method={method}
        onDone={() => {
          onClose();
          onDone?.();
        }}
        onCancel={onClose}
      />
    </Dialog>
  );
}
