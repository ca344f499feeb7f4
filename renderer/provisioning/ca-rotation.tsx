import { Link, useNavigate } from '@tanstack/react-router';
import { Check, KeyRound, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Rotation } from '../../preload/contract/provisioning';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/dialog';
import { usePrimaryAction } from '../ui/shortcuts';
import { type Step, Steps } from '../ui/steps';
import { RelativeTime } from '../ui/time';
import { toast } from '../ui/toast';
import { countDone } from './ca-words';
import { NewKits } from './new-kits';

interface CaRotationProps {
  projectId: string;
  name: string;
  rotation: Rotation;
}

/** A rotation that is under way, step by step: who has a new kit, what comes then, its end, and the way back. */
export function CaRotation(props: CaRotationProps) {
  const { rotation } = props;
  const all = rotation.participants.length;
  const done = countDone(rotation);
  const given = done === all;
  const steps: Step[] = [
    {
      title: 'Make the new CA and all kits',
      state: 'done',
      text: <Begun rotation={rotation} />,
      content: <WayBack {...props} />,
    },
    {
      title: 'Hand each kit over, and record it',
      state: given ? 'done' : 'now',
      text: `${done} of ${all} recorded. A participant is done when the hand-over of its new kit is recorded. What runs with the old kits is not affected by that.`,
      content: <HandOver {...props} />,
    },
    {
      title: 'Put the new kits in place',
      state: given ? 'now' : 'later',
      text: 'At the moment that you have agreed on: stop the federation, put the new kits in place of the old ones, and start the server first. From then until a site has its own new kit, that site is cut off.',
    },
    {
      title: 'Finish the rotation',
      state: 'later',
      text: 'When the federation runs with the new kits. This removes the old CA for good.',
      content: <Finish {...props} />,
    },
  ];
  return <Steps label="Steps of the rotation" steps={steps} />;
}

function Begun({
  rotation: { startedAt, startedBy, newRunId, oldRunId },
}: Pick<CaRotationProps, 'rotation'>) {
  return (
    <>
      Begun <RelativeTime at={startedAt} /> by {startedBy}, with{' '}
      <RunLink runId={newRunId}>the run of the new CA</RunLink>. The old CA and{' '}
      <RunLink runId={oldRunId}>its kits</RunLink> are kept until the end.
    </>
  );
}

function RunLink({ runId, children }: { runId: string; children: string }) {
  return (
    <Link to="/runs/$runId" params={{ runId }} className="rounded-sm text-accent underline">
      {children}
    </Link>
  );
}

function HandOver({ projectId, name, rotation }: CaRotationProps) {
  const navigate = useNavigate();
  return (
    <>
      <div>
        <Button
          icon={KeyRound}
          onClick={() => void navigate({ to: '/kits', search: { project: projectId } })}
        >
          Open the kits
        </Button>
      </div>
      <NewKits projectId={projectId} name={name} participants={rotation.participants} />
    </>
  );
}

/** There is one as long as nobody has a new kit. */
function WayBack({ projectId, rotation }: CaRotationProps) {
  const [asking, setAsking] = useState(false);
  if (!rotation.canAbandon)
    return countDone(rotation) === 0 ? null : (
      <p className="text-muted">
        There is no way back to the old CA once the hand-over of a new kit is recorded. A record that was a
        mistake can be withdrawn at the kit.
      </p>
    );
  return (
    <div>
      <Button icon={Undo2} onClick={() => setAsking(true)}>
        Back to the old CA
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Go back to the old CA?"
        confirmLabel="Go back"
        danger
        onConfirm={async () => {
          await client.provisioning.abandonRotation({ projectId });
          toast.success('The old CA and its kits are the current ones again.');
        }}
      >
        The new CA and all kits that it signed are removed. The kits of before become the current ones again.
      </ConfirmDialog>
    </div>
  );
}

function Finish({ projectId, name, rotation }: CaRotationProps) {
  const [asking, setAsking] = useState(false);
  const all = rotation.participants.length;
  const open = all - countDone(rotation);
  usePrimaryAction(() => setAsking(true));
  return (
    <div>
      <Button icon={Check} onClick={() => setAsking(true)}>
        Finish rotation
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Finish the rotation?"
        confirmLabel="Finish rotation"
        danger={open > 0}
        typeName={open > 0 ? name : undefined}
        onConfirm={async () => {
          await client.provisioning.finishRotation({ projectId, acceptOpen: open > 0 });
          toast.success('The rotation is finished. The old CA is removed.');
        }}
      >
        {open > 0
          ? `${open} of ${all} have no recorded hand-over of their new kit, and cannot connect without it. `
          : null}
        Do this only when the federation runs with the new kits. The old CA is removed for good, and kits that
        it signed cannot be used with the new server.
      </ConfirmDialog>
    </div>
  );
}
