import { useMutation } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import type { Deployment } from '../../preload/contract/deployments';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Section } from '../ui/page';
import { Status, type StatusState } from '../ui/status';

const verdicts: Record<string, { state: StatusState; label: string }> = {
  same: { state: 'ok', label: 'The same, byte for byte' },
  edited: { state: 'ok', label: 'The same, with settings changed there' },
  differs: { state: 'failed', label: 'Not the kit that was sent' },
};
const what = { changed: 'changed', missing: 'missing', edited: 'changed by the site' };

/** Compares the kit that is there with the one here, when asked. */
export function KitCheck({ deployment }: { deployment: Deployment }) {
  const check = useMutation(orpc.deployments.verify.mutationOptions());
  const { data } = check;
  const verdict = data ? verdicts[data.state] : undefined;
  return (
    <Section
      title="Kit on the host"
      actions={
        <Button
          size="sm"
          icon={ShieldCheck}
          busy={check.isPending}
          disabled={deployment.kit === 'gone'}
          onClick={() => check.mutate({ deploymentId: deployment.id })}
        >
          Verify files
        </Button>
      }
    >
      {check.error ? <ErrorPanel error={check.error} title="The files could not be verified" /> : null}
      {data && verdict ? (
        <div role="status">
          <Status {...verdict} detail={`${data.checked} files`} />
          <ul className="mt-1 text-sm">
            {data.differences.slice(0, 20).map((difference) => (
              <li key={difference.path} className="wrap-anywhere">
                <span className="font-mono">{difference.path}</span>{' '}
                <span className="text-muted">{what[difference.what]}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </Section>
  );
}
