import { getRouteApi } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { LocalFederation } from '../../preload/contract/local-federations';
import { client } from '../rpc/client';
import { useStream } from '../rpc/use-stream';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { FederationSection } from './federation-section';
import { describeAll } from './federation-words';
import { ParticipantInspector } from './participant-inspector';
import { StartDialog } from './start-dialog';

const route = getRouteApi('/local-federations');

/** Federations on this machine, for trying things. */
export function LocalFederationsPage() {
  const { project } = route.useSearch();
  const navigate = route.useNavigate();
  const [federations, setFederations] = useState<LocalFederation[] | null>(null);
  const [asking, setAsking] = useState(false);
  const [open, setOpen] = useState<{ federationId: string; participant: string } | null>(null);
  const { error } = useStream({
    key: 'localFederations.watch',
    open: (signal) => client.localFederations.watch(undefined, { signal }),
    onEvent: setFederations,
  });
  const shown = federations?.find(({ id }) => id === open?.federationId);
  const participant = shown?.participants.find(({ name }) => name === open?.participant);
  const words = describeAll(federations ?? []);
  const closeDialog = () => {
    setAsking(false);
    if (project !== undefined) void navigate({ search: {}, replace: true });
  };
  const start = (variant: 'primary' | 'secondary') => (
    <Button variant={variant} icon={Play} onClick={() => setAsking(true)}>
      Try a project here
    </Button>
  );
  return (
    <Page
      title="Local federations"
      state={words ? <Status {...words} /> : null}
      actions={federations?.length ? start('primary') : null}
      inspector={
        shown && participant ? (
          <ParticipantInspector
            key={`${shown.id} ${participant.name}`}
            federation={shown}
            participant={participant}
            onClose={() => setOpen(null)}
          />
        ) : undefined
      }
    >
      {error && !federations ? <ErrorPanel error={error} title="The federations could not be read" /> : null}
      {!federations && !error ? <Progress value={null} label="Reading the federations" /> : null}
      {federations?.length === 0 ? (
        <EmptyState title="No federation runs here" action={start('primary')}>
          A server and its sites run on this machine from the kits of a project, for trying things. They end
          with Fedwright, and leave nothing behind.
        </EmptyState>
      ) : null}
      {federations?.map((federation) => (
        <FederationSection
          key={federation.id}
          federation={federation}
          active={open?.federationId === federation.id ? open.participant : null}
          onOpen={(name) => setOpen({ federationId: federation.id, participant: name })}
        />
      ))}
      {asking || project !== undefined ? (
        <StartDialog projectId={project ?? null} onClose={closeDialog} />
      ) : null}
    </Page>
  );
}
