import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink, X } from 'lucide-react';
import { useState } from 'react';
import type { ContainerDetail } from '../../preload/contract/containers';
import type { Forward } from '../../preload/contract/forwards';
import { client, orpc } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { Button, IconButton } from '../ui/button';
import { toast } from '../ui/toast';
import type { ContainerRow } from './host-view';
import { type ServicePort, servicePorts } from './service-ports';

interface ContainerServicesProps {
  row: ContainerRow;
  detail: ContainerDetail;
}

/** The services of a container that runs, each a click from the browser of this machine. */
export function ContainerServices({ row, detail }: ContainerServicesProps) {
  const mayUse = useHost().actor.permissions.includes('hosts.use');
  const services = row.state === 'running' && mayUse ? servicePorts(row.ports, detail.networks) : [];
  const forwards = useQuery(orpc.forwards.list.queryOptions({ enabled: services.length > 0 }));
  if (services.length === 0) return null;
  return (
    <section aria-label="Services" className="flex flex-col gap-2">
      <div className="flex items-baseline gap-3">
        <h3 className="flex-1 font-semibold">Services</h3>
        <Link to="/forwards" className="rounded-sm text-sm text-accent hover:underline">
          Forwarded ports
        </Link>
      </div>
      <ul className="flex flex-col gap-1.5">
        {services.map((service) => (
          <Service
            key={`${service.address} ${service.port}`}
            hostId={row.hostId}
            service={service}
            forward={forwards.data?.find((each) => isFor(each, row.hostId, service))}
          />
        ))}
      </ul>
    </section>
  );
}

const isFor = (forward: Forward, hostId: string, { address, port }: ServicePort): boolean =>
  forward.hostId === hostId && forward.address === address && forward.port === port;

interface ServiceProps {
  hostId: string;
  service: ServicePort;
  /** That leads there already. */
  forward: Forward | undefined;
}

function Service({ hostId, service, forward }: ServiceProps) {
  const [busy, setBusy] = useState(false);
  const queries = useQueryClient();
  const { containerPort, address, port, published } = service;
  const change = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      await queries.invalidateQueries({ queryKey: orpc.forwards.list.key() });
    } catch (error) {
      toast.error(error);
    } finally {
      setBusy(false);
    }
  };
  const show = async () => {
    const { localPort } = forward ?? (await client.forwards.open({ hostId, address, port }));
    // A browser of this machine; a window asks the system for one.
    window.open(`http://127.0.0.1:${localPort}/`, '_blank', 'noopener,noreferrer');
  };
  return (
    <li className="flex items-center gap-2">
      <span className="min-w-0 flex-1 text-sm">
        <span className="font-mono">{containerPort}</span>
        <span className="block truncate text-muted">
          {forward
            ? `At 127.0.0.1:${forward.localPort} on this machine`
            : published
              ? `Published at port ${port} of the host`
              : `Not published, at ${address}`}
        </span>
      </span>
      <Button
        size="sm"
        icon={ExternalLink}
        busy={busy}
        aria-label={`Open port ${containerPort} in the browser`}
        onClick={() => void change(show)}
      >
        Open in browser
      </Button>
      {forward ? (
        <IconButton
          icon={X}
          size="sm"
          label={`Close 127.0.0.1:${forward.localPort}`}
          onClick={() => void change(() => client.forwards.close({ forwardId: forward.id }))}
        />
      ) : null}
    </li>
  );
}
