import type { Draft, Faults } from './draft';
import type { Offer } from './use-offer';

/** What every part of the form gets. */
export interface FieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  faults: Faults;
  offer: Offer;
}
