import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Authority, Incoming } from '../../preload/contract/distributed';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/dialog';
import { Callout } from '../ui/error';
import { formatExact } from '../ui/format';
import { Panel, Section } from '../ui/page';
import { Status } from '../ui/status';
import { listChangeover, type Moved } from './moved';

interface ChangeoverProps {
  authority: Authority;
  authorities: Authority[];
  onChoose: (authorityId: string) => void;
}

/** Between two CAs of one federation: who has changed to the new one, and what becomes of the old one's key. */
export function Changeover({ authority, authorities, onChoose }: ChangeoverProps) {
  const { id, replacedBy } = authority;
  const old = authorities.find((each) => each.replacedBy === id);
  const incoming = useQuery(
    orpc.distributed.incoming.queryOptions({ input: { authorityId: null }, enabled: old !== undefined }),
  );
  if (replacedBy !== null)
    return (
      <Callout
        tone="attention"
        title="This CA was replaced"
        action={<Button onClick={() => onChoose(replacedBy)}>Open the one that signs</Button>}
      >
        It signs nothing any more. What it has signed is valid until it ends, but not with kits of the new CA.
      </Callout>
    );
  if (!old || !incoming.data) return null;
  return <ChangeoverSection old={old} authority={authority} incoming={incoming.data} />;
}

interface ChangeoverSectionProps {
  old: Authority;
  authority: Authority;
  incoming: Incoming[];
}

function ChangeoverSection({ old, authority, incoming }: ChangeoverSectionProps) {
  const moved = listChangeover(incoming, { old: old.id, now: authority.id });
  const missing = moved.filter(({ state }) => state !== 'signed').length;
  const done = moved.length - missing;
  if (!old.hasKey) return null;
  return (
    <Section
      title="From the old CA to this one"
      description={`Replaced on ${formatExact(old.replacedAt ?? authority.createdAt)}. Everyone below was signed for by the old CA and needs a new request, a new signature and a new kit. Stop the federation, put the new kits in place, start the server first, then the sites.`}
      actions={<DestroyKey old={old} missing={missing} />}
    >
      <Panel>
        <p className="px-4 py-2.5">
          <Status
            state={missing === 0 ? 'ok' : 'attention'}
            label={
              moved.length === 0 ? 'Nobody was signed for' : `${done} of ${moved.length} signed by this CA`
            }
          />
        </p>
        {moved.length > 0 ? (
          <ul aria-label="Who has changed" className="max-h-72 overflow-y-auto border-t border-line">
            {moved.map((one) => (
              <MovedRow key={one.name} {...one} />
            ))}
          </ul>
        ) : null}
      </Panel>
    </Section>
  );
}

const words = {
  signed: { state: 'ok', label: 'Signed by this CA' },
  asked: { state: 'attention', label: 'Request needs decision' },
  missing: { state: 'off', label: 'No new request yet' },
} as const;

function MovedRow({ name, state }: Moved) {
  return (
    <li className="flex items-center justify-between gap-3 border-b border-line px-4 py-1.5 last:border-b-0">
      <span className="min-w-0 truncate">{name}</span>
      <Status {...words[state]} />
    </li>
  );
}

function DestroyKey({ old, missing }: { old: Authority; missing: number }) {
  const [asking, setAsking] = useState(false);
  const destroy = async () => {
    await client.distributed.destroyKey({ authorityId: old.id, confirmName: old.name });
    await queryClient.invalidateQueries({ queryKey: orpc.distributed.key() });
  };
  return (
    <>
      <Button onClick={() => setAsking(true)}>Destroy the old key</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Destroy the key of the old CA of ${old.name}`}
        confirmLabel="Destroy the key"
        danger
        typeName={old.name}
        onConfirm={destroy}
      >
        <p>
          {missing > 0
            ? `${missing === 1 ? '1 participant has' : `${missing} participants have`} no certificate from the new CA yet. `
            : ''}
          Nothing can be signed with the old CA again. Kits that it signed keep working with each other until
          they end. Backups that were made before still hold the key.
        </p>
      </ConfirmDialog>
    </>
  );
}
