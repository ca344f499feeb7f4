import type { LocalPlan } from '../../preload/contract/local-federations';
import { Callout } from '../ui/error';
import { Bytes } from '../ui/time';

/** What so many processes take, and whether this machine has it. */
export function MemoryNote({ plan, processes }: { plan: LocalPlan; processes: number }) {
  const { memoryEachBytes, freeMemoryBytes } = plan;
  const needed = memoryEachBytes * processes;
  const text = (
    <>
      They take about <Bytes value={needed} /> of memory before their first job
      {freeMemoryBytes === null ? null : (
        <>
          ; <Bytes value={freeMemoryBytes} /> are free
        </>
      )}
      .
    </>
  );
  if (freeMemoryBytes === null || needed < freeMemoryBytes)
    return <p className="text-sm text-muted">{text}</p>;
  return (
    <Callout tone="attention" title="The memory of this machine may not be enough">
      {text} Choose fewer sites, or end other programs.
    </Callout>
  );
}
