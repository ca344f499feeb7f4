import type { Problem } from '../../../preload/contract/meta';
import { error, quote } from '../problem';
import { type Json, isMap } from '../yaml/tree';
import type { Checked, Rule } from './context';
import { isStudyName } from './names';

/** The section `studies`, which only version 4 of the file has. Follows NVFlare's lighter/provision.py. */
export const studyRules: Rule = (project) => {
  const { studies } = project.root;
  if (studies === undefined || studies === null) return [];
  if (!isMap(studies)) return [notMapping('studies')];
  const version = String(project.model.apiVersion).trim() === '4' ? [] : [wrongVersion()];
  return [
    ...version,
    ...Object.entries(studies).flatMap(([name, study]) => checkStudy(project, name, study)),
  ];
};

const wrongVersion = (): Problem =>
  error(
    'studies',
    'studies.api-version',
    'Studies need API version 4.',
    'Set the API version to 4, or remove the studies.',
  );

const notMapping = (field: string): Problem =>
  error(field, 'studies.form', `The value of ${field} is no mapping.`, 'Write it as keys with values.');

const notList = (field: string): Problem =>
  error(
    field,
    'studies.form',
    `The value of ${field} is no list.`,
    'Write it as a list, with a dash before each item.',
  );

function checkStudy(project: Checked, name: string, study: Json): Problem[] {
  const field = `studies.${name}`;
  const problems = checkStudyName(field, name);
  if (study === null) return problems;
  if (!isMap(study)) return [...problems, notMapping(field)];
  return [
    ...problems,
    ...checkSiteOrgs(project, `${field}.site_orgs`, study['site_orgs'] ?? {}),
    ...checkStudyAdmins(project, `${field}.admins`, study['admins'] ?? []),
  ];
}

function checkStudyName(field: string, name: string): Problem[] {
  if (name === 'default')
    return [
      error(
        field,
        'studies.reserved',
        'NVFlare keeps the name "default" for itself.',
        'Choose another name.',
      ),
    ];
  if (isStudyName(name)) return [];
  return [
    error(
      field,
      'studies.name',
      `${quote(name)} cannot be the name of a study.`,
      'Use up to 63 small letters, digits, hyphens and underscores; the first and last are a letter or digit.',
    ),
  ];
}

function checkSiteOrgs(project: Checked, field: string, siteOrgs: Json): Problem[] {
  if (!isMap(siteOrgs)) return [notMapping(field)];
  const orgs = new Set(project.all.map(({ entry }) => entry.org));
  const seen = new Set<string>();
  return Object.entries(siteOrgs).flatMap(([org, sites]) => {
    const at = `${field}.${org}`;
    if (!orgs.has(org)) return [unknownOrg(at, org)];
    if (!Array.isArray(sites)) return [notList(at)];
    return sites.flatMap((site, index) => checkSite(project, `${at}[${index}]`, { org, site, seen }));
  });
}

const unknownOrg = (field: string, org: string): Problem =>
  error(
    field,
    'studies.org',
    `No participant belongs to an organisation named ${quote(org)}.`,
    'Give the organisation of one of the sites.',
  );

function checkSite(
  { clients }: Checked,
  field: string,
  { org, site, seen }: { org: string; site: Json; seen: Set<string> },
): Problem[] {
  const client = clients.find(({ entry }) => entry.name === site);
  if (!client)
    return [
      error(field, 'studies.site', `There is no site named ${quote(site)}.`, 'Give the name of a site.'),
    ];
  if (client.entry.org !== org)
    return [
      error(
        field,
        'studies.wrong-org',
        `${quote(site)} belongs to ${quote(client.entry.org)}, not to ${quote(org)}.`,
        'List it below its own organisation.',
      ),
    ];
  if (seen.has(client.entry.name))
    return [error(field, 'studies.twice', `${quote(site)} is listed twice.`, 'Remove one of the two.')];
  seen.add(client.entry.name);
  return [];
}

function checkStudyAdmins({ admins }: Checked, field: string, list: Json): Problem[] {
  if (!Array.isArray(list)) return [notList(field)];
  const names: ReadonlySet<Json> = new Set<Json>(admins.map(({ entry }) => entry.name));
  return list.flatMap((name, index) =>
    names.has(name)
      ? []
      : [
          error(
            `${field}[${index}]`,
            'studies.admin',
            `There is no admin named ${quote(name)}.`,
            'Give the e-mail address of an admin of this project.',
          ),
        ],
  );
}
