import { type Json, type JsonMap, isJsonMap } from '../../preload/contract/json';
import type { Participant, ProjectModel } from '../../preload/contract/projects';

/** A study as the matrix shows it. */
export interface Study {
  name: string;
  sites: ReadonlySet<string>;
  admins: ReadonlySet<string>;
}

const texts = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** The studies of a file in its order; null when the section is written in a form that no matrix can show. */
export function readStudies(section: Json): Study[] | null {
  if (section === null) return [];
  if (!isJsonMap(section)) return null;
  const studies: Study[] = [];
  for (const [name, study] of Object.entries(section)) {
    if (study !== null && !isJsonMap(study)) return null;
    const orgs = study?.['site_orgs'] ?? null;
    if (orgs !== null && !isJsonMap(orgs)) return null;
    const sites = Object.values(orgs ?? {}).flatMap(texts);
    studies.push({ name, sites: new Set(sites), admins: new Set(texts(study?.['admins'])) });
  }
  return studies;
}

const sectionOf = ({ studies }: ProjectModel): JsonMap => (isJsonMap(studies) ? studies : {});

const patchStudy = (model: ProjectModel, name: string, change: (study: JsonMap) => JsonMap): ProjectModel => {
  const studies = sectionOf(model);
  const study = studies[name];
  return { ...model, studies: { ...studies, [name]: change(isJsonMap(study) ? study : {}) } };
};

/** Adds an empty study under the first free name. Studies need version 4 of the file, which is set too. */
export function addStudy(model: ProjectModel): ProjectModel {
  const studies = sectionOf(model);
  let number = 1;
  while (Object.hasOwn(studies, `study-${number}`)) number += 1;
  return { ...model, apiVersion: 4, studies: { ...studies, [`study-${number}`]: {} } };
}

/** Takes a study out; with the last one, the whole section goes. */
export function removeStudy(model: ProjectModel, name: string): ProjectModel {
  const { [name]: _gone, ...rest } = sectionOf(model);
  return { ...model, studies: Object.keys(rest).length > 0 ? rest : null };
}

/** Gives a study another name in its place; a name that is taken changes nothing. */
export function renameStudy(model: ProjectModel, from: string, to: string): ProjectModel {
  const studies = sectionOf(model);
  if (from === to || Object.hasOwn(studies, to)) return model;
  const renamed = Object.entries(studies).map(([name, study]) => [name === from ? to : name, study]);
  return { ...model, studies: Object.fromEntries(renamed) };
}

/** Lets sites take part in a study, each below its own organisation, or takes them out of it. */
export function setSites(
  model: ProjectModel,
  name: string,
  sites: readonly { name: string; org: string }[],
  on: boolean,
): ProjectModel {
  const chosen = new Set(sites.map((site) => site.name));
  return patchStudy(model, name, (study) => {
    const old = isJsonMap(study['site_orgs']) ? study['site_orgs'] : {};
    const orgs: Record<string, string[]> = {};
    const own = new Map(sites.map((site) => [site.name, site.org]));
    const there = new Set<string>();
    for (const [org, list] of Object.entries(old)) {
      const stay = texts(list).filter((site) => !chosen.has(site) || (on && own.get(site) === org));
      for (const site of stay) there.add(site);
      if (stay.length > 0) orgs[org] = stay;
    }
    if (on)
      for (const site of sites)
        if (!there.has(site.name)) orgs[site.org] = [...(orgs[site.org] ?? []), site.name];
    return withPart(study, 'site_orgs', Object.keys(orgs).length > 0 ? orgs : null);
  });
}

/** Lets admins see a study, or no longer. */
export const setAdmins = (
  model: ProjectModel,
  name: string,
  admins: readonly string[],
  on: boolean,
): ProjectModel =>
  patchStudy(model, name, (study) => {
    const old = texts(study['admins']);
    const next = on
      ? [...old, ...admins.filter((admin) => !old.includes(admin))]
      : old.filter((admin) => !admins.includes(admin));
    return withPart(study, 'admins', next.length > 0 ? next : null);
  });

/** Lets participants take part in those of the studies that they were in before, as far as these are still there. */
export function rejoinStudies(
  model: ProjectModel,
  participants: readonly Participant[],
  before: Json,
): ProjectModel {
  const there = sectionOf(model);
  return (readStudies(before) ?? []).reduce((current, { name, sites, admins }) => {
    if (!Object.hasOwn(there, name)) return current;
    const ofStudy = (type: Participant['type'], members: ReadonlySet<string>) =>
      participants.filter((one) => one.type === type && members.has(one.name));
    const [joining, people] = [ofStudy('client', sites), ofStudy('admin', admins)];
    const withSites = joining.length > 0 ? setSites(current, name, joining, true) : current;
    return people.length > 0
      ? setAdmins(
          withSites,
          name,
          people.map((one) => one.name),
          true,
        )
      : withSites;
  }, model);
}

function withPart(study: JsonMap, key: string, value: Json): JsonMap {
  if (value !== null) return { ...study, [key]: value };
  const { [key]: _gone, ...rest } = study;
  return rest;
}
