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
  const close = () => useOffer.setState({ offer: null });
  const [first] = offer.kits;
  const what =
    offer.kits.length === 1 && first ? `the kit of ${first.participant}` : countKits(offer.kits.length);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Who got ${what}?`}
      description="The record says which certificate is out, and with whom."
      footer={<Button onClick={close}>Not now</Button>}
    >
      <HandoverForm kits={offer.kits} method={offer.method} onDone={close} onCancel={close} />
    </Dialog>
  );
}
