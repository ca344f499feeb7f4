import { useQuery } from '@tanstack/react-query';
import { Wrench } from 'lucide-react';
import { orpc } from '../rpc/client';
import { toProblem } from '../rpc/errors';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import type { ContainerRow } from './host-view';

/** Why it could not be started, asked again when its engine says something else. */
export const repairPlanQuery = ({ hostId, id, startError }: ContainerRow) => ({
  ...orpc.containerCreate.repairPlan.queryOptions({ input: { hostId, containerId: id } }),
  queryKey: ['repair-plan', hostId, id, startError],
  // Who has a port changes without a word.
  staleTime: 0,
});

/** That a container was to start and could not, why, and the way out. */
export function StartProblem({ row, onRepair }: { row: ContainerRow; onRepair: () => void }) {
  const mayManage = useHost().actor.permissions.includes('containers.manage');
  const plan = useQuery(repairPlanQuery(row));
  return (
    <Callout tone="failed" title="It did not start">
      <p>
        {plan.data
          ? `${plan.data.message} ${plan.data.hint}`
          : plan.error
            ? toProblem(plan.error).message
            : 'Asking why.'}
      </p>
      <details className="mt-1">
        <summary>What the engine says</summary>
        <p className="mt-1 font-mono text-sm wrap-anywhere select-text">{row.startError}</p>
      </details>
      {mayManage ? (
        <Button className="mt-2" size="sm" icon={Wrench} onClick={onRepair}>
          Repair
        </Button>
      ) : null}
    </Callout>
  );
}
