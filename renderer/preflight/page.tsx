import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { kitListOptions } from '../rpc/kit-list';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { CheckList } from './check-list';
import { PlaceFields } from './place-fields';
import { serverHostOf } from './place-choices';
import { summarise } from './preflight-words';
import { useChecks } from './use-checks';
import { usePlaces } from './use-places';

const route = getRouteApi('/preflight');

/** Whether a kit can be started somewhere, and what keeps it from its server. */
export function PreflightPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const kits = useQuery(kitListOptions({ all: true }));
  const kit = kits.data?.find(({ id }) => id === search.kit);
  const [attempt, setAttempt] = useState(0);
  const places = usePlaces();
  const server = kit ? serverHostOf(kit, search.server, places.deployments) : null;
  // Where the server is deployed is known a moment after the kits.
  const checks = useChecks(kit && places.known ? { ...search, kit: kit.id } : null, server, attempt);
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...next }, replace: true });
  return (
    <Page
      title="Check the connection"
      state={kit && !checks.error ? <Status {...summarise(checks)} /> : null}
      actions={
        <Button icon={RotateCw} disabled={!kit || checks.running} onClick={() => setAttempt((n) => n + 1)}>
          Check again
        </Button>
      }
    >
      {kits.error ? <ErrorPanel error={kits.error} title="The kits could not be read" /> : null}
      {kits.isPending ? <Progress value={null} label="Reading the kits" /> : null}
      {kits.data ? (
        <PlaceFields {...{ kits: kits.data, kit: kit ?? null, search, places, server }} onChange={change} />
      ) : null}
      {checks.error ? <ErrorPanel error={checks.error} title="The check could not be made" /> : null}
      {kits.data && !kit ? (
        <EmptyState title="Choose a kit">
          Fedwright looks from where the kit runs, or is to run: at its files and certificate, the clock,
          Python and NVFlare, the disk, and step by step at the way to its server.
        </EmptyState>
      ) : null}
      {kit && !checks.error ? <CheckList {...checks} /> : null}
    </Page>
  );
}
