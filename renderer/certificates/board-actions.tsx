import { useNavigate } from '@tanstack/react-router';
import { RotateCcwKey } from 'lucide-react';
import type { BoardCertificate } from '../../preload/contract/certificates';
import { Button } from '../ui/button';
import { planRenewal } from './renewal';
import type { useRenew } from './use-renew';

interface BoardActionsProps {
  selected: BoardCertificate[];
  renew: ReturnType<typeof useRenew>;
}

/** What can be done with the chosen certificates: renew those of participants, rotate a CA. */
export function BoardActions({ selected, renew }: BoardActionsProps) {
  const navigate = useNavigate();
  const { total, label } = planRenewal(selected);
  const [ca, ...more] = selected.filter(({ kind }) => kind === 'ca');
  if (total > 0)
    return (
      <Button icon={RotateCcwKey} busy={renew.busy} onClick={() => void renew.ask(selected)}>
        {label}
      </Button>
    );
  if (!ca || more.length > 0) return null;
  const { projectId } = ca;
  return (
    <Button
      icon={RotateCcwKey}
      onClick={() => void navigate({ to: '/projects/$projectId/ca', params: { projectId } })}
    >
      Rotate the CA
    </Button>
  );
}
