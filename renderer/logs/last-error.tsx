import { useQuery } from '@tanstack/react-query';
import { orpc } from '../rpc/client';
import { Status } from '../ui/status';
import { RelativeTime, useNow } from '../ui/time';

/** The log is written without any change in the store, so it is looked at by the clock. */
const lookAgainMs = 30_000;
const recentMs = 86_400_000;

/** When the app last wrote an error. */
export function LastError() {
  const now = useNow();
  const query = useQuery(
    orpc.logs.read.queryOptions({ input: { level: 'error', limit: 1 }, refetchInterval: lookAgainMs }),
  );
  if (!query.data) return null;
  const last = query.data.entries.at(-1);
  if (!last) return <Status state="ok" label="No errors" />;
  const recent = now - last.at < recentMs;
  return (
    <Status state={recent ? 'attention' : 'ok'} label="Last error" detail={<RelativeTime at={last.at} />} />
  );
}
