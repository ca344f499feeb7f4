import { useNavigate } from '@tanstack/react-router';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { groupFailures, type HostFailure } from './host-failures';

interface HostCalloutsProps {
  failures: HostFailure[];
  /** Asks these hosts again; not given where that happens by itself. */
  onRetry?: (hostIds: string[]) => void;
}

/** Why hosts do not answer, each cause once, with the way to where it is put right. */
export function HostCallouts({ failures, onRetry }: HostCalloutsProps) {
  const navigate = useNavigate();
  return groupFailures(failures).map(({ hostIds, names, title, hint, stale }) => (
    <Callout
      key={names}
      tone="attention"
      className="shrink-0"
      title={title}
      action={
        <>
          {onRetry ? (
            <Button size="sm" onClick={() => onRetry(hostIds)}>
              Try again
            </Button>
          ) : null}
          <Button
            size="sm"
            onClick={() =>
              void navigate({ to: '/hosts', search: { host: hostIds.length === 1 ? hostIds[0] : undefined } })
            }
          >
            {hostIds.length === 1 ? 'Open host' : 'Open hosts'}
          </Button>
        </>
      }
    >
      {hint}
      {stale ? ` The rows of ${names} show how it was before.` : ''}
    </Callout>
  ));
}
