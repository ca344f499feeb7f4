import { useQuery } from '@tanstack/react-query';
import type { Authority } from '../../preload/contract/distributed';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { securityLabel } from '../projects/nvflare-defaults';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { Select } from '../ui/field';
import { formatExact } from '../ui/format';
import { Panel, Section } from '../ui/page';
import { Progress } from '../ui/progress';
import { DataTable } from '../ui/table';
import { Day } from '../ui/time';
import { Changeover } from './changeover';
import { incomingColumns } from './columns';
import { Fingerprint } from './fingerprint';
import { ZipChooser } from './zip-chooser';

interface AuthorityTabProps {
  authorities: Authority[];
  /** The one that is shown. */
  authority: Authority | undefined;
  activeId: string | null;
  onChoose: (authorityId: string) => void;
  onOpen: (incomingId: string) => void;
  onNew: () => void;
  onReplace: () => void;
  /** To the other side. */
  onJoin: () => void;
}

/** For the project admin: the CA, and what others ask it to sign. */
export function AuthorityTab(props: AuthorityTabProps) {
  const { authority, onNew, onJoin } = props;
  if (!authority)
    return (
      <Panel>
        <EmptyState
          title="No CA for signing yet"
          action={
            <Button variant="primary" onClick={onNew}>
              New CA
            </Button>
          }
          secondary={<Button onClick={onJoin}>Join a federation instead</Button>}
        >
          Sites make their private keys themselves and keep them; you sign what they ask for. For that a
          project needs a CA, which is made once and stays here.
        </EmptyState>
      </Panel>
    );
  return (
    <>
      <AuthoritySection {...props} authority={authority} />
      <Changeover {...props} authority={authority} />
      <IncomingSection {...props} authority={authority} />
    </>
  );
}

interface ShownProps extends AuthorityTabProps {
  authority: Authority;
}

const labelOf = ({ name, replacedAt }: Authority): string =>
  replacedAt === null ? name : `${name}, until ${formatExact(replacedAt)}`;

function AuthoritySection({ authorities, authority, onChoose, onReplace }: ShownProps) {
  return (
    <Section
      title={`CA of ${authority.name}`}
      actions={
        <>
          {authorities.length > 1 ? (
            <Select
              aria-label="CA"
              className="w-64"
              value={authority.id}
              onValueChange={onChoose}
              options={authorities.map((each) => ({ value: each.id, label: labelOf(each) }))}
            />
          ) : null}
          {authority.replacedAt === null ? <Button onClick={onReplace}>Replace the CA</Button> : null}
        </>
      }
      description="Its key never leaves this machine. Tell everyone who makes a kit its fingerprint, by telephone or in person, never in the mail that brings the signed zip."
    >
      <Panel className="flex flex-col gap-3 p-4">
        <FactList facts={factsOf(authority)} />
        <div className="max-w-md">
          <Fingerprint label="Fingerprint of the CA" value={authority.fingerprint256} />
        </div>
      </Panel>
    </Section>
  );
}

const factsOf = (authority: Authority) => [
  {
    label: 'Server',
    value: `${authority.scheme}://${authority.serverHost}:${authority.fedLearnPort}`,
  },
  { label: 'Connection security', value: securityLabel(authority.connectionSecurity) },
  { label: 'Made by', value: authority.createdBy },
  { label: 'Valid until', value: <Day at={authority.notAfter} /> },
];

function IncomingSection({ authority, activeId, onOpen }: ShownProps) {
  const { id: authorityId } = authority;
  const requests = useQuery(orpc.distributed.incoming.queryOptions({ input: { authorityId } }));
  const take = async (content: string) => {
    const { id } = await client.distributed.importRequest({ authorityId, content });
    await queryClient.invalidateQueries({ queryKey: orpc.distributed.key() });
    onOpen(id);
  };
  return (
    <Section title="Requests" count={requests.data?.length}>
      {authority.replacedAt === null ? (
        <ZipChooser
          label="Request zip"
          text='Drop a request that somebody has sent you: a zip that ends in ".request.zip". Nothing is signed by taking it in.'
          onZip={take}
        />
      ) : null}
      {requests.isPending ? <Progress value={null} label="Reading the requests" /> : null}
      {requests.error ? <ErrorPanel error={requests.error} onRetry={() => void requests.refetch()} /> : null}
      {requests.data && requests.data.length > 0 ? (
        <DataTable
          label="Requests to sign"
          rows={requests.data}
          columns={incomingColumns}
          rowId={({ id }) => id}
          activeId={activeId}
          onOpen={({ id }) => onOpen(id)}
          csvName="requests"
          empty={null}
        />
      ) : null}
    </Section>
  );
}
