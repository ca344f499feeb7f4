import type { HeldKit } from '../../preload/contract/kits';
import { FilterChips } from '../ui/filter-chips';
import { formatExact } from '../ui/format';
import { Status } from '../ui/status';
import { countHeld, heldState, type HeldState, heldStates, heldWords } from './held-words';

/** Which kit a participant has; on hover who got it, when, and what that means. */
export function HeldCell({ held }: { held: HeldKit | null }) {
  const { state, label, explain } = heldWords[heldState(held)];
  const who = held ? `Run ${held.runNumber}, to ${held.recipient}, ${formatExact(held.at)}. ` : '';
  const receipt = held ? (held.confirmed ? 'The receipt is recorded. ' : 'No receipt yet. ') : '';
  return (
    <span title={`${who}${receipt}${explain}`} className="min-w-0">
      {held ? <Status state={state} label={label} /> : <span className="text-faint">{label}</span>}
    </span>
  );
}

interface HeldFilterProps {
  rows: readonly { held: HeldKit | null }[];
  value: HeldState | null;
  onChange: (value: HeldState | null) => void;
}

/** How many have the current kit, an older one, a dead one or none; each is a filter. */
export function HeldFilter({ rows, value, onChange }: HeldFilterProps) {
  const counts = countHeld(rows);
  const chips = heldStates
    .filter((state) => counts[state] > 0 || state === value)
    .map((state) => ({ value: state, label: heldWords[state].label, count: counts[state] }));
  return <FilterChips label="Which kit they have" chips={chips} value={value} onChange={onChange} />;
}
