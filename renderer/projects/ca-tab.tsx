import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileDown, FileUp, KeyRound, Lock } from 'lucide-react';
import { useState } from 'react';
import type { CaView } from '../../preload/contract/ca';
import { client, orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Callout, ErrorPanel } from '../ui/error';
import { Panel, Section } from '../ui/page';
import { Progress } from '../ui/progress';
import { toast } from '../ui/toast';
import { CaExportDialog } from './ca-export-dialog';
import { CaFacts } from './ca-facts';
import { CaImportDialog } from './ca-import-dialog';
import { useEditor } from './editor-context';

/** The CA of the project: what it is, how it is kept, and its ways out and in. */
export function CaTab() {
  const { projectId, readOnly } = useEditor();
  const view = useQuery(orpc.ca.get.queryOptions({ input: { projectId } }));
  const [importing, setImporting] = useState(false);
  if (view.isPending) return <Progress value={null} label="Reading the CA" />;
  if (!view.data)
    return (
      <ErrorPanel error={view.error} title="The CA could not be read" onRetry={() => void view.refetch()} />
    );
  if (view.data.run)
    return <KnownCa projectId={projectId} view={view.data} onRetry={() => void view.refetch()} />;
  return (
    <>
      <EmptyState
        title="No CA yet"
        action={
          readOnly ? null : (
            <Button icon={FileUp} onClick={() => setImporting(true)}>
              Import a CA
            </Button>
          )
        }
      >
        The first run makes the CA that signs every certificate of the project. One that was exported
        elsewhere can take its place.
      </EmptyState>
      {importing ? <CaImportDialog projectId={projectId} onClose={() => setImporting(false)} /> : null}
    </>
  );
}

function KnownCa({ projectId, view, onRetry }: { projectId: string; view: CaView; onRetry: () => void }) {
  const [exporting, setExporting] = useState(false);
  const navigate = useNavigate();
  const toRotation = () => void navigate({ to: '/projects/$projectId/ca', params: { projectId } });
  return (
    <Section
      title="Certificate authority"
      description="Signs every participant's certificate. Anyone with its key can make valid kits, and only a new CA with new kits for everyone undoes that."
      actions={
        <>
          <Button icon={KeyRound} onClick={toRotation}>
            Expiry and rotation
          </Button>
          <Button icon={FileDown} disabled={!view.ca} onClick={() => setExporting(true)}>
            Export the CA
          </Button>
        </>
      }
    >
      {view.problem ? <CaProblem problem={view.problem} onRetry={onRetry} /> : null}
      {view.ca && view.run ? (
        <Panel className="p-4">
          <CaFacts ca={view.ca} run={view.run} sealed={view.sealed ?? false} />
        </Panel>
      ) : null}
      {view.sealed === false ? <InClear /> : null}
      {exporting ? <CaExportDialog projectId={projectId} onClose={() => setExporting(false)} /> : null}
    </Section>
  );
}

function CaProblem({ problem, onRetry }: { problem: NonNullable<CaView['problem']>; onRetry: () => void }) {
  return (
    <Callout
      tone="failed"
      title={problem.message}
      action={
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {problem.hint}
    </Callout>
  );
}

function InClear() {
  const seal = useMutation({
    mutationFn: () => client.ca.seal(),
    onSuccess: () => toast.success('CAs and private keys are being sealed'),
    onError: (error) => toast.error(error),
  });
  return (
    <Callout
      tone="attention"
      title="This CA is not sealed"
      action={
        <Button size="sm" icon={Lock} busy={seal.isPending} onClick={() => seal.mutate()}>
          Seal now
        </Button>
      }
    >
      Its key lies in clear in the data directory, for its owner only, as there was no keychain when it was
      made. With a keychain it is sealed at the next start of Fedwright.
    </Callout>
  );
}
