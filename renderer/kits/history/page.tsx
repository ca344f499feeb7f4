import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { orpc } from '../../rpc/client';
import { ErrorPanel } from '../../ui/error';
import { Page } from '../../ui/page';
import { Progress } from '../../ui/progress';
import { Tabs } from '../../ui/tabs';
import { CompareView } from './compare-view';
import { HistoryState } from './history-state';
import { ParticipantInspector } from './participant-inspector';
import { ParticipantsTable } from './participants-table';
import { participantsOptions } from './queries';

const route = getRouteApi('/projects/$projectId/kit-history');

/** What became of the kits of a project: who has which, and what each run changed. */
export function KitHistoryPage() {
  const { projectId } = route.useParams();
  const { tab = 'participants', participant, before, after } = route.useSearch();
  const navigate = route.useNavigate();
  const participants = useQuery(participantsOptions(projectId));
  const runs = useQuery(orpc.kitHistory.runs.queryOptions({ input: { projectId } }));
  const active = participants.data?.find((one) => one.participant === participant);
  const error = participants.error ?? runs.error;
  const show = (name?: string) =>
    void navigate({ search: (search) => ({ ...search, participant: name }), replace: true });
  return (
    <Page
      title="Kit history"
      state={participants.data ? <HistoryState participants={participants.data} /> : null}
      tabs={
        <Tabs
          value={tab}
          onValueChange={(next) => void navigate({ search: (search) => ({ ...search, tab: next }) })}
          tabs={[
            { value: 'participants', label: 'Participants', ...countOf(participants.data) },
            { value: 'compare', label: 'Compare runs', ...countOf(runs.data) },
          ]}
        />
      }
      inspector={
        active ? (
          <ParticipantInspector
            key={active.participant}
            projectId={projectId}
            about={active}
            onClose={() => show()}
          />
        ) : undefined
      }
    >
      {error ? <ErrorPanel error={error} title="The kit history could not be read" /> : null}
      {participants.isPending || runs.isPending ? (
        <Progress value={null} label="Reading the kit history" />
      ) : null}
      {tab === 'participants' && participants.data ? (
        <ParticipantsTable
          projectId={projectId}
          participants={participants.data}
          activeId={participant ?? null}
          onOpen={show}
        />
      ) : null}
      {tab === 'compare' && runs.data ? (
        <CompareView
          projectId={projectId}
          runs={runs.data}
          chosen={{ before, after }}
          onChoose={(next) => void navigate({ search: (search) => ({ ...search, ...next }), replace: true })}
        />
      ) : null}
    </Page>
  );
}

const countOf = (rows: readonly unknown[] | undefined) => (rows ? { count: rows.length } : {});
