import type { ParticipantType } from '../../preload/contract/projects';
import { FilterChips } from '../ui/filter-chips';
import { Select } from '../ui/select';
import type { ParticipantRow } from './participant-rows';
import { participantTypes, typeWords } from './project-words';

/** Which participants are shown; null is all of them. */
export interface ParticipantFilter {
  kind: ParticipantType | 'problems' | null;
  org: string | null;
}

export const noFilter: ParticipantFilter = { kind: null, org: null };

const hasKind = ({ participant, problems }: ParticipantRow, kind: ParticipantFilter['kind']): boolean =>
  kind === null || (kind === 'problems' ? problems.length > 0 : participant.type === kind);

/** The rows that a filter lets through. */
export const filterParticipants = (
  rows: readonly ParticipantRow[],
  { kind, org }: ParticipantFilter,
): readonly ParticipantRow[] =>
  kind === null && org === null
    ? rows
    : rows.filter((row) => hasKind(row, kind) && (org === null || row.participant.org === org));

interface ParticipantFiltersProps {
  rows: readonly ParticipantRow[];
  value: ParticipantFilter;
  onChange: (filter: ParticipantFilter) => void;
}

const allOrgs = '';

/** Chips for the types there are and for problems, and a choice of the organisation. */
export function ParticipantFilters({ rows, value, onChange }: ParticipantFiltersProps) {
  const chips = [...participantTypes, 'problems' as const].map((kind) => ({
    value: kind,
    label: kind === 'problems' ? 'Problems' : typeWords[kind].label,
    count: rows.filter((row) => hasKind(row, kind)).length,
  }));
  const orgs = [...new Set(rows.map((row) => row.participant.org))].filter(Boolean).toSorted();
  return (
    <>
      <FilterChips
        label="Type and problems"
        chips={chips.filter((chip) => chip.count > 0 || chip.value === value.kind)}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind })}
      />
      {orgs.length > 1 ? (
        <Select
          aria-label="Organisation shown"
          className="w-40"
          value={value.org ?? allOrgs}
          onValueChange={(org) => onChange({ ...value, org: org === allOrgs ? null : org })}
          options={[
            { value: allOrgs, label: 'All organisations' },
            ...orgs.map((org) => ({ value: org, label: org })),
          ]}
        />
      ) : null}
    </>
  );
}
