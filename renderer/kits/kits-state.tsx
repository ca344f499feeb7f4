import type { KitSummary } from '../../preload/contract/kits';
import { Status } from '../ui/status';
import { useNow } from '../ui/time';
import { countKits, describeExpiry } from './kit-words';

/** The first line's answer: whether every kit is intact and valid for some time to come. */
export function KitsState({ kits }: { kits: KitSummary[] }) {
  const now = useNow();
  if (kits.length === 0) return null;
  const failed = kits.filter(
    (k) => k.state === 'failed' || describeExpiry(k.notAfter, now).state === 'failed',
  );
  if (failed.length > 0) return <Status state="failed" label={`${countKits(failed.length)} unusable`} />;
  const attention = kits.filter(
    (k) => k.state === 'attention' || describeExpiry(k.notAfter, now).state === 'attention',
  );
  if (attention.length > 0) {
    return (
      <Status
        state="attention"
        label={`${countKits(attention.length)} ${attention.length === 1 ? 'needs' : 'need'} attention`}
      />
    );
  }
  return <Status state="ok" label="All kits intact" />;
}
