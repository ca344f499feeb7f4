import { useMutation } from '@tanstack/react-query';
import { CircleSlash, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { ParticipantKits } from '../../../preload/contract/kit-history';
import { client } from '../../rpc/client';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/error';
import { RelativeTime } from '../../ui/time';
import { toast } from '../../ui/toast';
import { DisableDialog } from './disable-dialog';
import { refreshParticipation } from './refresh';

/** Whether a participant takes part in the runs to come, and the way to change that. */
export function Participation({ projectId, about }: { projectId: string; about: ParticipantKits }) {
  const { participant, type, disabled } = about;
  const [asking, setAsking] = useState(false);
  const enable = useEnable(projectId, participant);
  if (disabled)
    return (
      <Callout
        tone="attention"
        title="Disabled: the next run leaves it out"
        action={
          <Button size="sm" icon={RotateCcw} busy={enable.isPending} onClick={() => enable.mutate()}>
            Enable
          </Button>
        }
      >
        {disabled.reason} ({disabled.by}, <RelativeTime at={disabled.at} />
        ). A kit that is out still works. Enabled again, it gets the same key and certificate as before.
      </Callout>
    );
  if (!mayLeave(about)) return null;
  return (
    <>
      <Button icon={CircleSlash} onClick={() => setAsking(true)}>
        Disable {participant}
      </Button>
      {asking ? (
        <DisableDialog
          projectId={projectId}
          participants={[{ participant, type }]}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

/** Who is not there in what comes, or cannot be missing in it, is not disabled. */
export const mayLeave = ({ type, current, disabled }: ParticipantKits): boolean =>
  type !== 'server' && current && disabled === null;

function useEnable(projectId: string, participant: string) {
  return useMutation({
    mutationFn: () => client.projects.enableParticipant({ projectId, participant }),
    onSuccess: () => {
      refreshParticipation();
      toast.success(`${participant} is enabled. The next run makes a kit for it again.`);
    },
    onError: (error) => toast.error(error),
  });
}
