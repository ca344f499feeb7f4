import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { type BoardCertificate, type ExpiryLevel, expiryLevels } from '../../preload/contract/certificates';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Select } from '../ui/field';
import { FilterChips } from '../ui/filter-chips';
import { DataTable } from '../ui/table';
import { BoardActions } from './board-actions';
import { certificateColumns } from './certificate-columns';
import { countLevels, describeKind } from './certificate-words';
import { useRenew } from './use-renew';

/** One certificate may be in several projects, as a CA that was brought along. */
export const idOf = ({ groupId, fingerprint256 }: BoardCertificate): string => `${groupId} ${fingerprint256}`;

export interface BoardFilter {
  project: string | null;
  level: ExpiryLevel | null;
}

interface CertificatesTableProps {
  /** All of them. */
  certificates: BoardCertificate[];
  filter: BoardFilter;
  onFilter: (filter: BoardFilter) => void;
  activeId: string | null;
  onOpen: (id: string) => void;
}

/** The board: which certificate ends next, in which project. */
export function CertificatesTable(props: CertificatesTableProps) {
  const { certificates, filter, onFilter } = props;
  const { project, level } = filter;
  const ofProject = useMemo(
    () => certificates.filter(({ groupId }) => project === null || groupId === project),
    [certificates, project],
  );
  const rows = useMemo(
    () => ofProject.filter((certificate) => level === null || certificate.level === level),
    [ofProject, level],
  );
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const renew = useRenew(() => setSelected(new Set()));
  return (
    <DataTable
      label="Certificates"
      csvName="certificates"
      selected={selected}
      onSelectedChange={setSelected}
      bulk={(chosen) => <BoardActions selected={chosen} renew={renew} />}
      rows={rows}
      total={certificates.length}
      columns={certificateColumns}
      rowId={idOf}
      activeId={props.activeId}
      onOpen={(certificate) => props.onOpen(idOf(certificate))}
      filterText={(certificate) =>
        `${certificate.subject} ${certificate.projectName} ${describeKind(certificate)} ${certificate.fingerprint256}`
      }
      keepToolbar={certificates.length > 0}
      toolbar={
        <>
          <ProjectFilter
            certificates={certificates}
            value={project}
            onChange={(next) => onFilter({ project: next, level })}
          />
          <LevelFilter
            certificates={ofProject}
            value={level}
            onChange={(next) => onFilter({ project, level: next })}
          />
        </>
      }
      empty={<NoCertificates />}
    />
  );
}

interface FilterProps<T> {
  certificates: BoardCertificate[];
  value: T | null;
  onChange: (value: T | null) => void;
}

/** Shorter than the words in the rows: five chips have to fit beside the filters. */
const chipWords: Record<ExpiryLevel, string> = {
  expired: 'Expired',
  urgent: '≤ 7 days',
  soon: '≤ 30 days',
  watch: '≤ 60 days',
  fine: 'Valid',
};

/** A federation may have the name of a project, and be another one. */
const nameOf = ({ groupId, projectName }: BoardCertificate): string =>
  groupId.startsWith('signing:') ? `${projectName} (Signing)` : projectName;

/** Chips of the levels that there are; the chosen one stays, so that it can be taken back. */
function LevelFilter({ certificates, value, onChange }: FilterProps<ExpiryLevel>) {
  const counts = countLevels(certificates);
  const chips = expiryLevels
    .filter((level) => counts[level] > 0 || level === value)
    .map((level) => ({ value: level, label: chipWords[level], count: counts[level] }));
  return <FilterChips label="Time until expiry" chips={chips} value={value} onChange={onChange} />;
}

function ProjectFilter({ certificates, value, onChange }: FilterProps<string>) {
  const names = new Map(certificates.map((one) => [one.groupId, nameOf(one)]));
  const projects = [...names].toSorted(([, a], [, b]) => a.localeCompare(b, 'en', { numeric: true }));
  return (
    <Select
      aria-label="Project"
      className="w-48"
      value={value ?? ''}
      onValueChange={(next) => onChange(next === '' ? null : next)}
      options={[
        { value: '', label: 'All projects' },
        ...projects.map(([id, name]) => ({ value: id, label: name })),
        // A link can lead to a project that has none: its filter must be there to be taken back.
        ...(value !== null && !names.has(value) ? [{ value, label: 'A project without certificates' }] : []),
      ]}
    />
  );
}

function NoCertificates() {
  const navigate = useNavigate();
  return (
    <EmptyState
      title="No certificates yet"
      action={
        <Button variant="primary" onClick={() => void navigate({ to: '/projects', search: {} })}>
          Go to projects
        </Button>
      }
    >
      Provisioning a project gives it a CA, and each of its participants a certificate. All of them are listed
      here with those of Signing, the next to expire first.
    </EmptyState>
  );
}
