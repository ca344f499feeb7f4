import { useNavigate } from '@tanstack/react-router';
import { Radar } from 'lucide-react';
import type { Deployment } from '../../preload/contract/deployments';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { preflightSearch } from './preflight-search';

/** Why it does not start or connect, looked at from where it is. A kit that is not kept here cannot be checked. */
export function CheckConnection({ deployment, all }: { deployment: Deployment; all: Deployment[] }) {
  const navigate = useNavigate();
  const mayUse = useHost().actor.permissions.includes('hosts.use');
  if (!mayUse || deployment.kit === 'gone') return null;
  return (
    <Button
      size="sm"
      icon={Radar}
      onClick={() => void navigate({ to: '/preflight', search: preflightSearch(deployment, all) })}
    >
      Check the connection
    </Button>
  );
}
