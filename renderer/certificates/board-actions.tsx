import { useNavigate } from '@tanstack/react-router';
import { FileSignature, RotateCcwKey } from 'lucide-react';
import type { BoardCertificate } from '../../preload/contract/certificates';
import { Button } from '../ui/button';
import { planRenewal } from './renewal';
import type { useRenew } from './use-renew';

interface BoardActionsProps {
  selected: BoardCertificate[];
  renew: ReturnType<typeof useRenew>;
}

/** What can be done with the chosen certificates: renew those of participants, rotate or replace a CA. */
export function BoardActions({ selected, renew }: BoardActionsProps) {
  const { total, label } = planRenewal(selected);
  const [only, ...more] = selected;
  if (total > 0)
    return (
      <Button icon={RotateCcwKey} busy={renew.busy} onClick={() => void renew.ask(selected)}>
        {label}
      </Button>
    );
  return only && more.length === 0 ? <OtherAction certificate={only} /> : null;
}

/** For what is not renewed by a click: the way to where it is dealt with. */
function OtherAction({ certificate: { kind, origin } }: { certificate: BoardCertificate }) {
  const navigate = useNavigate();
  if (origin.from === 'run') {
    if (kind !== 'ca') return null;
    const params = { projectId: origin.projectId };
    const go = () => void navigate({ to: '/projects/$projectId/ca', params });
    return (
      <Button icon={RotateCcwKey} onClick={go}>
        Rotate the CA
      </Button>
    );
  }
  if (origin.from === 'authority') {
    const search = { tab: 'sign', ca: origin.authorityId, replace: 1 } as const;
    return (
      <Button icon={RotateCcwKey} onClick={() => void navigate({ to: '/distributed', search })}>
        Replace the CA
      </Button>
    );
  }
  const search =
    origin.from === 'signed'
      ? ({ tab: 'sign', ca: origin.authorityId, open: origin.incomingId } as const)
      : ({ tab: 'join', open: origin.renewedBy ?? origin.requestId } as const);
  const isRenewal = origin.from === 'request' && origin.renewedBy !== null && kind !== 'ca';
  return (
    <Button icon={FileSignature} onClick={() => void navigate({ to: '/distributed', search })}>
      {isRenewal ? 'Go on with the renewal' : 'Open in Signing'}
    </Button>
  );
}
