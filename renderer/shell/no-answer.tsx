import { useWaitsForPerson } from '../rpc/hosts';
import { Status } from '../ui/status';

/** Of a host that does not answer, in a word. */
export function NoAnswer({ hostId }: { hostId: string }) {
  return useWaitsForPerson(hostId) ? (
    <Status state="attention" label="Waits for you" />
  ) : (
    <Status state="failed" label="No answer" />
  );
}
