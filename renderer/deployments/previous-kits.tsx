import { Undo2 } from 'lucide-react';
import type { Deployment } from '../../preload/contract/deployments';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { Section } from '../ui/page';
import { RelativeTime } from '../ui/time';
import type { Actions } from './use-actions';

/** The kits of before that lie beside this one, each of which can be put back. */
export function PreviousKits({ deployment, actions }: { deployment: Deployment; actions: Actions }) {
  const mayManage = useHost().actor.permissions.includes('deployments.manage');
  const previous = deployment.state?.previous ?? [];
  if (previous.length === 0) return null;
  return (
    <Section title="Kits of before" count={previous.length}>
      <ul aria-label="Kits of before" className="flex flex-col gap-1">
        {previous.map(({ id, label, replacedAt }) => (
          <li key={id} className="flex items-center gap-2 rounded border border-line px-3 py-1.5">
            <span className="min-w-0 flex-1">
              {label}
              {replacedAt === null ? null : (
                <span className="ml-2 text-sm text-muted">
                  replaced <RelativeTime at={replacedAt} />
                </span>
              )}
            </span>
            {mayManage ? (
              <Button
                size="sm"
                icon={Undo2}
                disabled={actions.busy || deployment.taskId !== null}
                aria-label={`Roll back to ${label.toLowerCase()}`}
                onClick={() => void actions.rollBack(deployment, id, label)}
              >
                Roll back
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
