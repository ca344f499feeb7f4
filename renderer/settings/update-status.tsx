import { useMutation, useQuery } from '@tanstack/react-query';
import type { SettingsView } from '../../preload/contract/settings';
import type { UpdateState } from '../../preload/contract/updates';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/field';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { RelativeTime } from '../ui/time';
import { toast } from '../ui/toast';
import { useSettingsUpdate } from '../rpc/settings-update';

const busyPhases = new Set<UpdateState['phase']>(['checking', 'downloading']);
const lookMs = 1000;

/** New versions of Fedwright: whether there is one, and what becomes of it. */
export function UpdateStatus({ settings }: { settings: SettingsView }) {
  const update = useSettingsUpdate();
  const { data: state } = useQuery(
    orpc.updates.state.queryOptions({
      // What the updater does is in no store that would announce it.
      refetchInterval: ({ state: { data } }) => (data && busyPhases.has(data.phase) ? lookMs : false),
    }),
  );
  if (!state) return null;
  return (
    <div className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
      <div className="flex flex-wrap items-center gap-3">
        <UpdatePhase state={state} />
        <UpdateAction state={state} />
      </div>
      {state.phase === 'downloading' ? <Progress value={state.progress} label="Downloading" /> : null}
      {state.phase === 'downloaded' ? <AtQuit state={state} /> : null}
      <Checkbox
        checked={settings.checkUpdates}
        onCheckedChange={(checkUpdates) => update.mutate({ checkUpdates })}
        label="Look for updates every day"
        help="Nothing is downloaded or installed without being asked for."
      />
    </div>
  );
}

function remember(state: UpdateState): void {
  queryClient.setQueryData(orpc.updates.state.queryKey(), state);
}

function UpdatePhase({ state: { phase, version, message, checkedAt } }: { state: UpdateState }) {
  const when = checkedAt === null ? null : <RelativeTime at={checkedAt} />;
  if (phase === 'failed') return <Status state="failed" label="The update failed" detail={message} />;
  if (phase === 'checking') return <Status state="running" label="Looking for an update" />;
  if (phase === 'downloading') return <Status state="running" label={`Downloading ${version ?? ''}`} />;
  if (phase === 'current') return <Status state="ok" label="This is the newest version" detail={when} />;
  if (phase === 'unknown') return <Status state="off" label="Not looked for updates yet" />;
  return <Status state="attention" label={`Fedwright ${version ?? ''} is there`} detail={when} />;
}

function UpdateAction({ state: { phase } }: { state: UpdateState }) {
  const options = { onSuccess: remember, onError: (error: Error) => toast.error(error) };
  const check = useMutation({ mutationFn: () => client.updates.check(), ...options });
  const download = useMutation({ mutationFn: () => client.updates.download(), ...options });
  if (phase === 'downloading' || phase === 'downloaded') return null;
  if (phase === 'available')
    return (
      <Button size="sm" busy={download.isPending} onClick={() => download.mutate()}>
        Download
      </Button>
    );
  return (
    <Button size="sm" busy={check.isPending || phase === 'checking'} onClick={() => check.mutate()}>
      Check for updates
    </Button>
  );
}

function AtQuit({ state: { atQuit, version } }: { state: UpdateState }) {
  const choose = useMutation(
    orpc.updates.installAtQuit.mutationOptions({
      onSuccess: remember,
      onError: (error) => toast.error(error),
    }),
  );
  return (
    <Checkbox
      checked={atQuit}
      onCheckedChange={(next) => choose.mutate({ atQuit: next })}
      label={`Install ${version ?? 'it'} when Fedwright is quit`}
      help="Running tasks are ended first, as with any quit."
    />
  );
}
