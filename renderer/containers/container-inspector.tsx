import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ContainerDetail, Gpu } from '../../preload/contract/containers';
import { orpc } from '../rpc/client';
import { Callout, ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { InspectorHead } from '../ui/inspector-head';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { ContainerServices } from './container-services';
import { DetailFacts } from './detail-facts';
import { describeState, endedByMemory } from './container-words';
import type { ContainerRow } from './host-view';
import { RawJson } from './raw-json';
import { StartProblem } from './start-problem';

interface ContainerInspectorProps {
  row: ContainerRow;
  /** Those of its host. */
  gpus: Gpu[];
  actions: ReactNode;
  onClose: () => void;
  onRepair: () => void;
}

/** Everything that the engine says of one container. */
export function ContainerInspector({ row, gpus, actions, onClose, onRepair }: ContainerInspectorProps) {
  // Asked again when its state changes, and after other limits.
  const detail = useQuery({
    ...orpc.containers.inspect.queryOptions({ input: { hostId: row.hostId, containerId: row.id } }),
    queryKey: [
      'containers',
      row.hostId,
      row.id,
      row.state,
      row.name,
      row.limits,
      row.startError,
      row.exitCode,
    ],
  });
  return (
    <>
      <InspectorHead title={row.name} onClose={onClose}>
        <Status
          {...describeState(row)}
          {...(row.stale && { state: 'stale' })}
          detail={row.stale ? 'as it was' : row.startError === null ? row.status : undefined}
        />
      </InspectorHead>
      <div className="flex flex-col gap-4 p-4">
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
        {row.startError === null ? null : <StartProblem row={row} onRepair={onRepair} />}
        {endedByMemory(row) ? <MemoryProblem row={row} /> : null}
        {detail.error ? <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} /> : null}
        {detail.isPending ? <Progress value={null} label="Asking the engine" /> : null}
        {detail.data ? <Detail row={row} detail={detail.data} gpus={gpus} /> : null}
      </div>
    </>
  );
}

function Detail({ row, detail, gpus }: { row: ContainerRow; detail: ContainerDetail; gpus: Gpu[] }) {
  return (
    <>
      <DetailFacts row={row} detail={detail} gpus={gpus} />
      <ContainerServices row={row} detail={detail} />
      <Named title="Environment" entries={detail.environment} />
      <Named
        title="Mounts"
        entries={detail.mounts.map(({ source, target, readOnly }) => ({
          name: target,
          value: `${source}${readOnly ? ', read only' : ''}`,
        }))}
      />
      <Named
        title="Networks"
        entries={detail.networks.map(({ name, address }) => ({ name, value: address || 'No address' }))}
      />
      <Named title="Labels" entries={detail.labels} />
      <RawJson text={detail.raw} />
    </>
  );
}

/** What to do about it, which a code of 137 does not say. */
function MemoryProblem({ row: { limits, exitCode } }: { row: ContainerRow }) {
  // With which limit it ran then, the engine does not say.
  const what = exitCode === 137 ? 'it' : 'a process in it';
  return (
    <Callout tone="failed" title="It ran out of memory">
      {limits?.memoryBytes
        ? `It needed more than it might use, and ${what} was killed. Change its limits`
        : `It has no limit of its own: the host had no more to give, and killed ${what}. Free memory there, or limit what else runs`}
      , then start it again.
    </Callout>
  );
}

function Named({ title, entries }: { title: string; entries: { name: string; value: string | null }[] }) {
  if (entries.length === 0) return null;
  return (
    <section aria-label={title} className="flex flex-col gap-1.5">
      <h3 className="font-semibold">{title}</h3>
      <FactList
        layout="column"
        facts={entries.map(({ name, value }) => ({
          ...{ key: name, label: <span className="font-mono wrap-anywhere">{name}</span> },
          value: value === null ? <span className="text-muted">Hidden</span> : <Mono>{value}</Mono>,
        }))}
      />
    </section>
  );
}

const Mono = ({ children }: { children: string }) => (
  <span className="font-mono text-sm wrap-anywhere select-text">{children}</span>
);
