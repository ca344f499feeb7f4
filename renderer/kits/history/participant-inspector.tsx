import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { ParticipantKits } from '../../../preload/contract/kit-history';
import { orpc } from '../../rpc/client';
import { IconButton } from '../../ui/button';
import { ErrorPanel } from '../../ui/error';
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
      <header className="sticky top-0 z-10 flex items-start gap-2 border-b border-line bg-surface py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{participant}</h2>
          <p className="text-sm text-muted">{typeWords[type]}</p>
        </div>
        <IconButton icon={X} size="sm" label="Close the inspector" onClick={onClose} />
      </header>
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
