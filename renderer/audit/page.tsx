import { useMutation } from '@tanstack/react-query';
import { Download, ShieldCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { client, orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copy';
import { followDownload } from '../ui/download-link';
import { EmptyState } from '../ui/empty';
import { Callout, ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { SearchField } from '../ui/search-field';
import { usePrimaryAction } from '../ui/shortcuts';
import { Status } from '../ui/status';
import { DataTable } from '../ui/table';
import { toast } from '../ui/toast';
import { useDebounced } from '../ui/use-debounced';
import { auditColumns } from './audit-columns';
import { AuditInspector } from './audit-inspector';
import { useAudit } from './use-audit';
import { useSubjectNames } from './use-subject-names';

/** Who did what, when, on what, and how it ended. */
export function AuditPage() {
  const [search, setSearch] = useState('');
  const [activeId, setActiveId] = useState<string | null>(null);
  const { query, rows, matching, total } = useAudit(useDebounced(search));
  const verify = useVerify();
  const names = useSubjectNames();
  const columns = useMemo(() => auditColumns(names), [names]);
  usePrimaryAction(() => verify.mutate());
  const active = rows.find((row) => String(row.id) === activeId);
  return (
    <Page
      title="Audit"
      state={<ChainState verify={verify} total={total} />}
      actions={<AuditActions verify={verify} />}
      inspector={
        active ? <AuditInspector row={active} names={names} onClose={() => setActiveId(null)} /> : null
      }
    >
      <VerifyResult verify={verify} />
      {query.error ? (
        <ErrorPanel
          error={query.error}
          title="The trail could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isPending ? null : (
        <DataTable
          label="Audit trail"
          csvName="audit"
          rows={rows}
          columns={columns}
          rowId={(row) => String(row.id)}
          onOpen={(row) => setActiveId(String(row.id))}
          activeId={activeId}
          noFilter
          keepToolbar={search !== ''}
          total={search === '' ? total : matching}
          toolbar={
            <>
              <SearchField
                value={search}
                onChange={setSearch}
                placeholder="Action, person, subject, code"
                aria-label="Search the trail"
                className="w-64"
              />
              {query.hasNextPage ? (
                <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Load more
                </Button>
              ) : null}
            </>
          }
          empty={
            search === '' ? (
              <EmptyState title="Nothing was done yet">
                Every change and every refused attempt is written here, from the window, the browser and the
                command line.
              </EmptyState>
            ) : (
              <EmptyState title="No row matches" />
            )
          }
        />
      )}
    </Page>
  );
}

type Verify = ReturnType<typeof useVerify>;

function useVerify() {
  return useMutation({ mutationFn: () => client.audit.verify() });
}

function ChainState({ verify, total }: { verify: Verify; total: number }) {
  if (verify.isPending) return <Status state="running" label="Verifying" />;
  if (verify.data?.ok)
    return <Status state="ok" label="Intact" detail={`${verify.data.rows} rows verified`} />;
  if (verify.data) return <Status state="failed" label="Does not fit" />;
  return <Status state="stale" label="Not verified" detail={`${total} rows`} />;
}

function AuditActions({ verify }: { verify: Verify }) {
  const save = useMutation(
    orpc.audit.export.mutationOptions({
      onSuccess: ({ url, fileName }) => followDownload(url, fileName),
      onError: (error) => toast.error(error),
    }),
  );
  return (
    <>
      <Button icon={Download} busy={save.isPending} onClick={() => save.mutate({})}>
        Export
      </Button>
      <Button variant="primary" icon={ShieldCheck} busy={verify.isPending} onClick={() => verify.mutate()}>
        Verify
      </Button>
    </>
  );
}

function VerifyResult({ verify }: { verify: Verify }) {
  if (verify.error) return <ErrorPanel error={verify.error} title="The trail could not be verified" />;
  if (!verify.data) return null;
  const { ok, message, head } = verify.data;
  return (
    <Callout tone={ok ? 'ok' : 'failed'} title={message} className="shrink-0">
      Head of the chain: <Copyable value={head} mono label="head of the chain" />
    </Callout>
  );
}
