import type { OwnRequest } from '../../preload/contract/distributed';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { DataTable } from '../ui/table';
import { ownColumns } from './columns';

interface OwnTabProps {
  requests: OwnRequest[];
  activeId: string | null;
  onOpen: (requestId: string) => void;
  onNew: () => void;
}

/** For sites, servers and admins: what was asked for from here. */
export function OwnTab({ requests, activeId, onOpen, onNew }: OwnTabProps) {
  return (
    <DataTable
      label="Requests from here"
      rows={requests}
      columns={ownColumns}
      rowId={({ id }) => id}
      activeId={activeId}
      onOpen={({ id }) => onOpen(id)}
      csvName="own-requests"
      empty={
        <EmptyState
          title="No requests from here yet"
          action={
            <Button variant="primary" onClick={onNew}>
              New request
            </Button>
          }
        >
          Join a federation with a private key that never leaves this machine: make a request here, have it
          signed by the project admin, and make the startup kit from the answer.
        </EmptyState>
      }
    />
  );
}
