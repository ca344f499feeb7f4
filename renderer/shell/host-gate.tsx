import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';

interface HostGateProps {
  title: string;
  tabs: ReactNode;
  /** The page, once there are hosts. */
  children: (hosts: Host[]) => ReactNode;
}

/** A page about engines needs a host: without one it says so, and leads to where one is added. */
export function HostGate({ title, tabs, children }: HostGateProps) {
  const navigate = useNavigate();
  const hosts = useQuery(orpc.hosts.list.queryOptions());
  if (hosts.data && hosts.data.length > 0) return children(hosts.data);
  return (
    <Page title={title} tabs={tabs}>
      {hosts.error ? (
        <ErrorPanel
          error={hosts.error}
          title="The hosts could not be read"
          onRetry={() => void hosts.refetch()}
        />
      ) : null}
      {hosts.isPending ? <Progress value={null} label="Reading the hosts" /> : null}
      {hosts.data ? (
        <EmptyState
          title="No hosts yet"
          action={
            <Button variant="primary" onClick={() => void navigate({ to: '/hosts', search: { new: 1 } })}>
              Add host
            </Button>
          }
        >
          Add this machine or another one as a host. What its Docker engine has is then listed here.
        </EmptyState>
      ) : null}
    </Page>
  );
}
