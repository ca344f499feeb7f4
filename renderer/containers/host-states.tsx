import type { Host } from '../../preload/contract/hosts';
import { Callout } from '../ui/error';
import { Status } from '../ui/status';
import { countOf } from './container-words';
import { type HostView, viewOf } from './host-view';

interface HostStatesProps {
  hosts: Host[];
  views: ReadonlyMap<string, HostView>;
}

/** How each host answers: one that does not says why, and the others do not wait for it. */
export function HostStates({ hosts, views }: HostStatesProps) {
  const failed = hosts.filter(({ id }) => viewOf(views, id).state === 'failed');
  return (
    <>
      <ul aria-label="Hosts" className="flex shrink-0 flex-wrap gap-x-5 gap-y-1">
        {hosts.map((host) => (
          <li key={host.id} className="flex items-center gap-2">
            <span className="font-medium">{host.name}</span>
            <HostState view={viewOf(views, host.id)} />
          </li>
        ))}
      </ul>
      {failed.map((host) => {
        const { error, containers } = viewOf(views, host.id);
        return (
          <Callout key={host.id} tone="attention" className="shrink-0" title={error?.message ?? host.name}>
            {error?.hint}
            {containers.length > 0 ? ' The rows of this host show how it was before.' : ''}
          </Callout>
        );
      })}
    </>
  );
}

function HostState({ view: { state, engine, containers } }: { view: HostView }) {
  if (state === 'asking') return <Status state="running" label="Asking" />;
  if (state === 'failed') return <Status state="failed" label="No answer" />;
  return (
    <Status state="ok" label="Docker" detail={`${engine?.version ?? ''}, ${countOf(containers.length)}`} />
  );
}
