import { useNavigate } from '@tanstack/react-router';
import { toProblem } from '../rpc/errors';
import { Button } from '../ui/button';

const solvedThere = new Set([
  ...['host-key-new', 'host-key-changed', 'password', 'passphrase', 'login-refused', 'no-agent', 'key-file'],
  ...['jump-host', 'no-common-algorithm', 'prompt-cancelled', 'prompt-late'],
]);

/** To the page where what keeps a host from being connected to is asked and answered; nothing for other errors. */
export function HostWayOut({ error, hostId }: { error: unknown; hostId: string }) {
  const navigate = useNavigate();
  const { reason = '' } = toProblem(error);
  if (!solvedThere.has(reason) && !reason.startsWith('tls-')) return null;
  return (
    <Button size="sm" onClick={() => void navigate({ to: '/hosts', search: { host: hostId } })}>
      Look at the host
    </Button>
  );
}
