import type { HostFit } from '../../preload/contract/container-create';
import { Callout } from '../ui/error';
import { StatusIcon } from '../ui/status';

/** Which host was chosen and why, and why not the others. */
export function Placement({
  choice: { chosen, hosts },
}: {
  choice: { chosen: string | null; hosts: HostFit[] };
}) {
  const sorted = hosts.toSorted((a, b) => Number(b.hostId === chosen) - Number(a.hostId === chosen));
  return (
    <section aria-label="Choice of the host" className="flex flex-col gap-2">
      {chosen === null ? (
        <Callout tone="failed" title="No host fits">
          Ask for less, or give one of the hosts what it lacks.
        </Callout>
      ) : null}
      <ul className="flex flex-col gap-2">
        {sorted.map(({ hostId, name, fits, reasons }) => (
          <li key={hostId} className="flex items-start gap-2">
            <StatusIcon
              state={hostId === chosen ? (fits ? 'ok' : 'attention') : fits ? 'off' : 'failed'}
              className="mt-0.5"
            />
            <div className="min-w-0">
              <p className="font-medium">{hostId === chosen ? `${name}, chosen` : name}</p>
              {reasons.map((reason) => (
                <p key={reason} className="text-sm wrap-break-word text-muted">
                  {reason}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
