import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Deployment } from '../../preload/contract/deployments';
import type { Host } from '../../preload/contract/hosts';
import type { KitSummary } from '../../preload/contract/kits';
import { client, orpc } from '../rpc/client';
import { kitListOptions } from '../rpc/kit-list';
import { Button } from '../ui/button';
import { confirm } from '../ui/confirm';
import { Dialog } from '../ui/dialog';
import { Callout, ErrorPanel } from '../ui/error';
import { Progress } from '../ui/progress';
import { CheckStep, type Checked, toChecked } from './check-step';
import { type DeployDraft, draftOf, isReady, placeOf } from './deploy-draft';
import { tellRefused } from './use-actions';
import { refreshDeployments } from './use-deployments';
import { WhereStep } from './where-step';
import { countKits } from './words';

interface DeployDialogProps {
  kitIds: string[];
  /** The host that was meant. */
  hostId: string | null;
  /** Of deployments that are to get them; empty: none was meant. */
  deploymentIds: string[];
  deployments: Deployment[];
  onClose: () => void;
}

/** Sends kits to where they run: first where, then what that would do there, then it is done. */
export function DeployDialog(props: DeployDialogProps) {
  const { kitIds, hostId, deploymentIds, deployments, onClose } = props;
  const kits = useQuery(kitListOptions({ all: true }));
  const hosts = useQuery(orpc.hosts.list.queryOptions());
  const chosen = (kits.data ?? []).filter(({ id }) => kitIds.includes(id));
  const error = kits.error ?? hosts.error;
  if (kits.data && hosts.data && chosen.length > 0 && hosts.data.length > 0)
    return (
      <Steps
        hosts={hosts.data}
        first={draftOf({ kits: chosen, hostId, deploymentIds }, hosts.data, deployments)}
        onClose={onClose}
      />
    );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Send ${countKits(kitIds.length)}`}>
      {error ? <ErrorPanel error={error} title="The kits or the hosts could not be read" /> : null}
      {kits.isPending || hosts.isPending ? <Progress value={null} label="Reading kits and hosts" /> : null}
      {hosts.data?.length === 0 ? (
        <Callout tone="info" title="There is no host yet">
          Add the machine that the kit is to run on under Hosts.
        </Callout>
      ) : null}
      {kits.data && chosen.length === 0 ? (
        <Callout tone="attention" title="These kits do not exist any more">
          Choose others in the list of kits.
        </Callout>
      ) : null}
    </Dialog>
  );
}

interface StepsProps {
  hosts: Host[];
  first: DeployDraft;
  onClose: () => void;
}

function Steps({ hosts, first, onClose }: StepsProps) {
  const [draft, setDraft] = useState(first);
  // What is sent is what was looked at: the form may have been changed before the answer was there.
  const [asked, setAsked] = useState(first);
  const [checked, setChecked] = useState<Checked[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const during = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  const check = () =>
    during(async () => {
      setAsked(draft);
      const items = draft.rows.map((row) => itemOf(draft, row));
      setChecked((await client.deployments.preview({ items })).map(toChecked));
    });
  // They come in the order in which they were asked for.
  const sendable = (checked ?? []).flatMap((each, at) => {
    const row = asked.rows[at];
    return each.preview.plan !== null && row ? [{ ...each, row }] : [];
  });
  const send = () =>
    during(async () => {
      const disabled = sendable.map(({ row }) => row.kit).filter((kit) => kit.disabled);
      if (disabled.length > 0 && !(await askForDisabled(disabled))) return;
      const items = sendable.map(({ row, carryOver, restart }) => ({
        ...{ ...itemOf(asked, row), carryOver, restart, evenDisabled: row.kit.disabled },
      }));
      tellRefused(await client.deployments.deploy({ items }));
      await refreshDeployments();
      onClose();
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={`Send ${countKits(draft.rows.length)}`}
      description={checked ? 'What is found there, and what will be done.' : 'Where each kit is to run.'}
      footer={
        checked ? (
          <SendButtons {...{ sendable, busy }} onBack={() => setChecked(null)} onSend={() => void send()} />
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" busy={busy} disabled={!isReady(draft)} onClick={() => void check()}>
              Preview
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {checked ? (
          <CheckStep checked={checked} draft={asked} hosts={hosts} onChange={setChecked} />
        ) : (
          <WhereStep draft={draft} hosts={hosts} onChange={setDraft} />
        )}
        {error ? <ErrorPanel error={error} title="That did not work" /> : null}
      </div>
    </Dialog>
  );
}

interface SendButtonsProps {
  sendable: Checked[];
  busy: boolean;
  onBack: () => void;
  onSend: () => void;
}

function SendButtons({ sendable, busy, onBack, onSend }: SendButtonsProps) {
  const open = sendable.filter(({ preview, restart }) => preview.plan?.running && !restart);
  return (
    <>
      {open.length > 0 ? (
        <span className="mr-auto self-center text-sm text-muted">
          {open.length === 1
            ? 'One runs: say above that it may be stopped for this.'
            : `${open.length} run: say above that they may be stopped for this.`}
        </span>
      ) : null}
      <Button onClick={onBack}>Back</Button>
      <Button
        variant="primary"
        busy={busy}
        disabled={sendable.length === 0 || open.length > 0}
        onClick={onSend}
      >
        Send {countKits(sendable.length)}
      </Button>
    </>
  );
}

const itemOf = (draft: DeployDraft, row: DeployDraft['rows'][number]) => ({
  ...{ kitId: row.kit.id, place: placeOf(draft, row) },
  ownStorage: row.kept?.ownStorage ?? draft.ownStorage,
});

const askForDisabled = (kits: KitSummary[]) =>
  confirm({
    title:
      kits.length === 1 ? `${kits[0]?.participant} is disabled` : `${kits.length} participants are disabled`,
    text: 'A kit would still work: whoever runs it can connect until its certificate expires or the CA is rotated.',
    ...{ confirmLabel: 'Send all the same', danger: true },
  });
