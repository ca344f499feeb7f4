import type { KitSummary } from '../../preload/contract/kits';
import { Status } from '../ui/status';
import { useNow } from '../ui/time';
import { summariseKits } from './kit-words';

/** The first line's answer: whether every kit is intact and valid for some time to come. */
export function KitsState({ kits }: { kits: KitSummary[] }) {
  const now = useNow();
  return kits.length === 0 ? null : <Status {...summariseKits(kits, now)} />;
}
