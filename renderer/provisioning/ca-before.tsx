import { useNavigate } from '@tanstack/react-router';
import { RotateCcwKey } from 'lucide-react';
import { useState } from 'react';
import type { Reissue } from '../../preload/contract/provisioning';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/dialog';
import { EmptyState } from '../ui/empty';
import { Section } from '../ui/page';
import { usePrimaryAction } from '../ui/shortcuts';

interface CaBeforeProps {
  projectId: string;
  name: string;
  reissue: Reissue;
}

/** What a rotation means, before it is begun. */
export function CaBefore({ projectId, name, reissue }: CaBeforeProps) {
  const [asking, setAsking] = useState(false);
  usePrimaryAction(reissue.provisioned ? () => setAsking(true) : null);
  if (!reissue.provisioned) {
    return <EmptyState title="No CA yet">The first run of this project makes one.</EmptyState>;
  }
  return (
    <Section
      title="What a rotation means"
      description="The CA has signed every certificate of the federation. A new one means new keys, certificates and kits for everybody, the server included."
    >
      <ol className="flex max-w-3xl list-decimal flex-col gap-1.5 pl-5">
        <li>Choose a moment with everyone: kits of the old CA and of the new one refuse each other.</li>
        <li>Start the rotation. It makes the new CA and all kits. Running sites are not affected.</li>
        <li>Hand each kit over, and record it. This page shows who has theirs.</li>
        <li>
          Stop the federation, put the new kits in place of the old ones, and start the server first. From
          then until a site has its own new kit, that site is cut off.
        </li>
        <li>
          Finish the rotation. This removes the old CA. You can go back to it only until the first kit is
          handed over.
        </li>
      </ol>
      <div>
        <Button
          variant={reissue.ca?.ending ? 'primary' : 'secondary'}
          icon={RotateCcwKey}
          onClick={() => setAsking(true)}
        >
          Rotate the CA
        </Button>
      </div>
      <StartDialog projectId={projectId} name={name} open={asking} onOpenChange={setAsking} />
    </Section>
  );
}

interface StartDialogProps {
  projectId: string;
  name: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function StartDialog({ projectId, name, open, onOpenChange }: StartDialogProps) {
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      {...{ open, onOpenChange }}
      title="Rotate the CA?"
      confirmLabel="Rotate the CA"
      typeName={name}
      onConfirm={async () => {
        const { runId } = await client.provisioning.startRotation({ projectId });
        await navigate({ to: '/runs/$runId', params: { runId } });
      }}
    >
      Every kit of {name} is made again with a new CA, and has to be handed over again. The old kits and the
      old CA are kept until the rotation is finished.
    </ConfirmDialog>
  );
}
