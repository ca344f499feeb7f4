import type { ParticipantKits } from '../../../preload/contract/kit-history';
import { Status } from '../../ui/status';
import { countHeld } from '../held-words';

/** The first line's answer: does everyone have a kit that works, as far as recorded? */
export function HistoryState({ participants }: { participants: ParticipantKits[] }) {
  if (participants.length === 0) return null;
  const counts = countHeld(participants);
  const recorded = participants.length - counts.none;
  if (counts.dead > 0)
    return <Status state="failed" label={`${countPeople(counts.dead)} with a kit that no longer works`} />;
  if (counts.older > 0)
    return <Status state="attention" label={`${countPeople(counts.older)} with an older kit`} />;
  if (recorded === 0) return <Status state="off" label="No hand-over is recorded" />;
  return (
    <Status
      state={counts.none > 0 ? 'off' : 'ok'}
      label={`${recorded} of ${participants.length} recorded, all with the current kit`}
    />
  );
}

const countPeople = (count: number): string => `${count} ${count === 1 ? 'participant' : 'participants'}`;
