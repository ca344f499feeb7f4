import type { Participant, ProjectModel } from '../../preload/contract/projects';
import type { Study } from './study-edit';

interface Member {
  name: string;
  org: string;
}

/** A line of the matrix: a group that is switched as a whole, or one of its members. */
export type StudyRow =
  | { kind: 'group'; of: 'sites' | 'admins'; id: string; title: string; org: string; members: Member[] }
  | { kind: 'member'; of: 'sites' | 'admins'; id: string; member: Member; isStranger?: true };

/** The sites by organisation, then the admins. Only what the search finds, in a name or an organisation. */
export function studyRows(
  { participants }: ProjectModel,
  studies: readonly Study[],
  search: string,
): StudyRow[] {
  const wanted = search.trim().toLowerCase();
  const found = participants.filter((p) => `${p.name} ${p.org}`.toLowerCase().includes(wanted));
  const byOrg = new Map<string, Member[]>();
  for (const { type, name, org } of found)
    if (type === 'client') byOrg.set(org, [...(byOrg.get(org) ?? []), { name, org }]);
  const orgs = [...byOrg].toSorted(([a], [b]) => a.localeCompare(b));
  const admins = found.filter((p) => p.type === 'admin').map(({ name, org }) => ({ name, org }));
  return [
    ...orgs.flatMap(([org, members]) =>
      group('sites', { org, title: org || 'Without an organisation' }, members),
    ),
    ...(admins.length > 0 ? group('admins', { org: '', title: 'Admins' }, admins) : []),
    ...strangers(participants, studies).filter((row) => rowText(row).toLowerCase().includes(wanted)),
  ];
}

const rowText = (row: StudyRow): string => (row.kind === 'group' ? row.title : row.member.name);

/** Names in studies that belong to nobody of this project, so that they can be taken out. */
function strangers(participants: readonly Participant[], studies: readonly Study[]): StudyRow[] {
  const missing = (of: 'sites' | 'admins', type: Participant['type']): StudyRow[] => {
    const known = new Set(participants.filter((p) => p.type === type).map(({ name }) => name));
    const names = new Set(studies.flatMap((study) => [...study[of]].filter((name) => !known.has(name))));
    return [...names].map((name) => ({
      kind: 'member',
      of,
      id: `stranger ${of} ${name}`,
      member: { name, org: '' },
      isStranger: true,
    }));
  };
  return [...missing('sites', 'client'), ...missing('admins', 'admin')];
}

const group = (
  of: StudyRow['of'],
  { org, title }: { org: string; title: string },
  members: Member[],
): StudyRow[] => [
  { kind: 'group', of, id: `${of} ${title}`, title, org, members },
  ...members.map((member, index): StudyRow => ({
    kind: 'member',
    of,
    id: `${of} ${index} ${member.org} ${member.name}`,
    member,
  })),
];
