import type { Host } from '../../preload/contract/hosts';
import { HostCallouts } from '../shell/host-callouts';
import type { HostFailure } from '../shell/host-failures';
import { NoAnswer } from '../shell/no-answer';
import { Callout } from '../ui/error';
import { Status } from '../ui/status';
import { countOf, describeGpu } from './container-words';
import { type HostView, viewOf } from './host-view';

interface HostStatesProps {
  hosts: Host[];
  views: ReadonlyMap<string, HostView>;
}

/** How each host answers: one that does not says why, and the others do not wait for it. */
export function HostStates({ hosts, views }: HostStatesProps) {
  return (
    <>
      <ul aria-label="Hosts" className="flex shrink-0 flex-wrap gap-x-5 gap-y-1">
        {hosts.map((host) => (
          <li key={host.id} className="flex items-center gap-2">
            <span className="font-medium">{host.name}</span>
            <HostState hostId={host.id} view={viewOf(views, host.id)} />
            <HostGpus view={viewOf(views, host.id)} />
          </li>
        ))}
      </ul>
      {remarksOn(hosts, views).map(({ name, remark }) => (
        <Callout key={name} tone="attention" className="shrink-0" title={name}>
          {remark}
        </Callout>
      ))}
      <HostCallouts failures={failuresOf(hosts, views)} />
    </>
  );
}

const failuresOf = (hosts: Host[], views: ReadonlyMap<string, HostView>): HostFailure[] =>
  hosts.flatMap(({ id: hostId, name }) => {
    const { state, error, containers } = viewOf(views, hostId);
    return state === 'failed' && error ? [{ ...error, hostId, name, stale: containers.length > 0 }] : [];
  });

/** Of engines that are too old or too new for Fedwright. */
const remarksOn = (hosts: Host[], views: ReadonlyMap<string, HostView>) =>
  hosts.flatMap(({ id, name }) => {
    const { state, engine } = viewOf(views, id);
    return state === 'answered' && engine?.remark ? [{ name, remark: engine.remark }] : [];
  });

interface HostStateProps {
  hostId: string;
  view: HostView;
}

function HostState({ hostId, view: { state, engine, containers } }: HostStateProps) {
  if (state === 'asking') return <Status state="running" label="Asking" />;
  if (state === 'failed') return <NoAnswer hostId={hostId} />;
  return (
    <Status
      state="ok"
      label={engine?.product ?? 'Docker'}
      detail={`${engine?.version ?? ''}, ${countOf(containers.length)}`}
    />
  );
}

/** What its GPUs do; of many, how many are at work. */
function HostGpus({ view: { state, gpus } }: { view: HostView }) {
  if (state !== 'answered' || gpus.length === 0) return null;
  const all = gpus.map(describeGpu);
  const busy = gpus.filter(({ busyPercent }) => (busyPercent ?? 0) > 0).length;
  return (
    <span className="tabular text-muted" title={gpus.map((gpu, at) => `${all[at]}, ${gpu.name}`).join('\n')}>
      {gpus.length > 2 ? `${gpus.length} GPUs, ${busy} busy` : all.join(' · ')}
    </span>
  );
}
