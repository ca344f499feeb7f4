import { useQuery } from '@tanstack/react-query';
import type { ParticipantKits } from '../../../preload/contract/kit-history';
import { orpc } from '../../rpc/client';
import { ErrorPanel } from '../../ui/error';
import { InspectorHead } from '../../ui/inspector-head';
import { Section } from '../../ui/page';
import { Progress } from '../../ui/progress';
import { typeWords } from '../kit-words';
import { Participation } from './participation';
import { PastKitCard } from './past-kit-card';

interface ParticipantInspectorProps {
  projectId: string;
  about: ParticipantKits;
  onClose: () => void;
}

/** One participant: all its kits, the newest first, and whether it is to take part in what comes. */
export function ParticipantInspector({ projectId, about, onClose }: ParticipantInspectorProps) {
  const { participant, type } = about;
  const past = useQuery(orpc.kitHistory.ofParticipant.queryOptions({ input: { projectId, participant } }));
  return (
    <>
      <InspectorHead title={participant} onClose={onClose}>
        <p className="text-sm text-muted">{typeWords[type]}</p>
      </InspectorHead>
      <div className="flex flex-col gap-5 p-4">
        <Participation projectId={projectId} about={about} />
        <Section title="Kits" count={past.data?.length}>
          {past.isPending ? <Progress value={null} label="Comparing the kits" /> : null}
          {past.error ? (
            <ErrorPanel
              error={past.error}
              title="The kits could not be compared"
              onRetry={() => void past.refetch()}
            />
          ) : null}
          {past.data?.map((kit) => (
            <PastKitCard key={kit.kitId} kit={kit} />
          ))}
        </Section>
      </div>
    </>
  );
}
