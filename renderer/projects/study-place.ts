import { isJsonMap } from '../../preload/contract/json';
import type { ProjectModel } from '../../preload/contract/projects';
import type { StudyRow } from './study-rows';

type Kind = StudyRow['of'];

/**
 * The path of a cell of the matrix. A group is where its members are listed in the file; a member is named by its
 * name, as it has a cell in every study and a place in the file only where it takes part.
 */
export const memberPath = (study: string, row: StudyRow): string => {
  if (row.kind === 'member') return `studies.${study}.${row.of}.${row.member.name}`;
  return row.of === 'admins' ? `studies.${study}.admins` : `studies.${study}.site_orgs.${row.org}`;
};

/** The study that a path leads into; null for another part of the file. */
export const studyOf = (path: string): string | null => /^studies\.([^.[\]]+)/.exec(path)?.[1] ?? null;

/** The cell for a path of the file, such as `studies.lung.site_orgs.clinic[0]`; other paths as they are. */
export function cellOfText(path: string, model: ProjectModel): string {
  const [, study = '', org, inOrg, inAdmins] =
    /^studies\.([^.[\]]+)\.(?:site_orgs\.([^.[\]]+)\[(\d+)\]|admins\[(\d+)\])$/.exec(path) ?? [];
  const names = org === undefined ? listIn(model, study, 'admins') : listIn(model, study, 'sites', org);
  const name = names[Number(inOrg ?? inAdmins)];
  if (study === '' || typeof name !== 'string') return path;
  return `studies.${study}.${org === undefined ? 'admins' : 'sites'}.${name}`;
}

/** The path of the file for a cell: where the member stands, or where it would. Other paths as they are. */
export function textOfCell(path: string, model: ProjectModel): string {
  const [, study = '', kind, name = ''] = /^studies\.([^.[\]]+)\.(sites|admins)\.(.+)$/.exec(path) ?? [];
  if (kind === undefined) return path;
  const section = `studies.${study}`;
  if (kind === 'admins') return at(`${section}.admins`, listIn(model, study, 'admins').indexOf(name));
  const studies = isJsonMap(model.studies) ? model.studies[study] : undefined;
  const orgs = isJsonMap(studies) ? studies['site_orgs'] : undefined;
  const listed = isJsonMap(orgs)
    ? Object.keys(orgs).find((org) => listIn(model, study, 'sites', org).includes(name))
    : undefined;
  const own = model.participants.find((one) => one.type === 'client' && one.name === name)?.org;
  const org = listed ?? own;
  if (org === undefined) return `${section}.site_orgs`;
  return at(`${section}.site_orgs.${org}`, listIn(model, study, 'sites', org).indexOf(name));
}

const at = (list: string, index: number): string => (index < 0 ? list : `${list}[${index}]`);

function listIn({ studies }: ProjectModel, name: string, kind: Kind, org = ''): unknown[] {
  const study = isJsonMap(studies) ? studies[name] : undefined;
  if (!isJsonMap(study)) return [];
  const orgs = study['site_orgs'];
  const list = kind === 'admins' ? study['admins'] : isJsonMap(orgs) ? orgs[org] : undefined;
  return Array.isArray(list) ? list : [];
}
