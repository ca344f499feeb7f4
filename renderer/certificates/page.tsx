import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { CalendarArrowDown } from 'lucide-react';
import { useState } from 'react';
import type { CertificateBoard } from '../../preload/contract/certificates';
import { certificateBoardOptions } from '../rpc/certificate-board';
import { useWorkspaceView } from '../rpc/workspace-view';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { FirstRead } from '../ui/first-read';
import { Page } from '../ui/page';
import { Status } from '../ui/status';
import { CertificateInspector } from './certificate-inspector';
import { summariseBoard } from './certificate-words';
import { CertificatesTable, idOf } from './certificates-table';
import { useCalendar } from './use-calendar';

const route = getRouteApi('/certificates');
/** Time passes without anything in the store changing. */
const lookAgainMs = 600_000;

/** Is anything about to expire? */
export function CertificatesPage() {
  const { project = null, level = null } = route.useSearch();
  const navigate = route.useNavigate();
  const [activeId, setActiveId] = useState<string | null>(null);
  const workspaceId = useWorkspaceView();
  const board = useQuery({ ...certificateBoardOptions(workspaceId), refetchInterval: lookAgainMs });
  const active = board.data?.certificates.find((certificate) => idOf(certificate) === activeId);
  const answer = board.data ? summariseBoard(board.data) : null;
  return (
    <Page
      title="Certificates"
      state={answer ? <Status {...answer} /> : null}
      actions={board.data ? <CalendarExport board={board.data} project={project} /> : null}
      inspector={
        active ? <CertificateInspector certificate={active} onClose={() => setActiveId(null)} /> : undefined
      }
    >
      <FirstRead query={board} what="The certificates" />
      {board.data ? (
        <>
          <MissingCas board={board.data} />
          <CertificatesTable
            certificates={board.data.certificates}
            filter={{ project, level }}
            onFilter={(next) =>
              void navigate({
                search: { project: next.project ?? undefined, level: next.level ?? undefined },
                replace: true,
              })
            }
            activeId={activeId}
            onOpen={setActiveId}
          />
        </>
      ) : null}
    </Page>
  );
}

/** Of the project that is shown, or of all in view. */
function CalendarExport({ board, project }: { board: CertificateBoard; project: string | null }) {
  const calendar = useCalendar();
  const workspaceId = useWorkspaceView();
  const save = () => calendar.mutate({ groupId: project, workspaceId });
  const possible = board.certificates.some(
    ({ level, groupId }) => level !== 'expired' && (project === null || groupId === project),
  );
  if (!possible) return null;
  return (
    <Button icon={CalendarArrowDown} busy={calendar.isPending} onClick={save}>
      Save as calendar
    </Button>
  );
}

function MissingCas({ board: { withoutCa } }: { board: CertificateBoard }) {
  if (withoutCa.length === 0) return null;
  return (
    <Callout
      tone="attention"
      className="shrink-0"
      title={`The CA certificate of ${withoutCa.map(({ projectName }) => projectName).join(', ')} is not in any kit`}
    >
      When it expires is therefore not known. Put the files of the kits back from a backup, or provision
      again.
    </Callout>
  );
}
