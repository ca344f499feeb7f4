import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { useEditor } from './editor-context';
import { summariseNeeds } from './provision-choice';

/** Whether the kits that are out still fit the stored project; and a rotation of the CA that is under way. */
export function ReissueNotice({ onProvision }: { onProvision: () => void }) {
  const { projectId, detail, readOnly } = useEditor();
  const navigate = useNavigate();
  const enabled = !readOnly && detail.summary.lastRun !== null && detail.summary.lastRun.state !== 'running';
  const needs = useQuery(orpc.provisioning.needs.queryOptions({ input: { projectId }, enabled }));
  const rotation = useQuery(orpc.provisioning.rotation.queryOptions({ input: { projectId }, enabled }));
  if (!enabled) return null;
  const toCa = () => void navigate({ to: '/projects/$projectId/ca', params: { projectId } });
  if (rotation.data) {
    const waiting = rotation.data.participants.filter(({ handedAt }) => handedAt === null).length;
    return (
      <Callout
        tone="attention"
        title="The CA is being rotated"
        action={
          <Button size="sm" onClick={toCa}>
            Show rotation
          </Button>
        }
      >
        {waiting === 0
          ? 'Everyone has a new kit.'
          : `${waiting} of ${rotation.data.participants.length} still need their new kit.`}
      </Callout>
    );
  }
  const summary = needs.data ? summariseNeeds(needs.data) : null;
  if (!summary) return null;
  const rotate = needs.data?.ca?.ending;
  return (
    <Callout
      tone="info"
      title={`Since the last kits: ${summary}`}
      action={
        <Button size="sm" onClick={rotate ? toCa : onProvision}>
          {rotate ? 'Rotate the CA' : 'Show what to do'}
        </Button>
      }
    />
  );
}
