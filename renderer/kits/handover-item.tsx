import { FileText, ShieldCheck, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { deployMethods, type Handover } from '../../preload/contract/kits';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copy';
import { Status } from '../ui/status';
import { RelativeTime } from '../ui/time';
import { ReceiptForm } from './receipt-form';
import { useReceiptPage } from './use-receipt-page';
import { useWithdraw } from './use-withdraw';

/** What Fedwright itself put somewhere did get there. */
const ownMethods: string[] = Object.values(deployMethods);

/** One hand-over: to whom, how, and whether the recipient has confirmed what arrived. */
export function HandoverItem({ handover }: { handover: Handover }) {
  const [confirming, setConfirming] = useState(false);
  const page = useReceiptPage();
  const withdraw = useWithdraw();
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
      <ReceiptLine handover={handover} />
      <div className="mt-1.5 flex flex-wrap gap-2">
        {handover.receipt || confirming ? null : (
          <Button size="sm" icon={ShieldCheck} onClick={() => setConfirming(true)}>
            Record receipt
          </Button>
        )}
        <Button size="sm" icon={FileText} busy={page.isPending} onClick={() => page.mutate(handover)}>
          Save receipt page
        </Button>
        {handover.receipt || ownMethods.includes(handover.method) ? null : (
          <Button
            size="sm"
            variant="ghost"
            icon={Undo2}
            busy={withdraw.busy}
            onClick={() => void withdraw.ask(handover)}
          >
            Withdraw
          </Button>
        )}
      </div>
      {confirming ? (
        <ReceiptForm
          handover={handover}
          onDone={() => setConfirming(false)}
          onCancel={() => setConfirming(false)}
        />
      ) : null}
    </li>
  );
}

function ReceiptLine({ handover: { receipt } }: { handover: Handover }) {
  if (!receipt) return <Status state="off" label="No receipt yet" />;
  return (
    <>
      <p className="wrap-break-word">
        <Status state="ok" label="Confirmed" />{' '}
        <span className="text-muted">
          by {receipt.confirmedBy}, {receipt.channel}, <RelativeTime at={receipt.at} />
        </span>
      </p>
      {receipt.words ? <p className="wrap-break-word text-muted">“{receipt.words}”</p> : null}
    </>
  );
}
