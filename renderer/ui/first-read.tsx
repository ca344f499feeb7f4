import { ErrorPanel } from './error';
import { Progress } from './progress';

interface FirstReadProps {
  query: { data: unknown; error: unknown; isPending: boolean; refetch: () => unknown };
  /** Such as `The kits`. */
  what: string;
}

/** Until something has been read for the first time, and when it could not be; nothing from then on. */
export function FirstRead({ query: { data, error, isPending, refetch }, what }: FirstReadProps) {
  if (isPending) return <Progress value={null} label={`Reading ${what.replace(/^The /, 'the ')}`} />;
  if (!error || data) return null;
  return <ErrorPanel error={error} title={`${what} could not be read`} onRetry={() => void refetch()} />;
}
