import { type Json, type JsonMap, isJsonMap } from '../../preload/contract/json';
import type { Participant, ProjectModel } from '../../preload/contract/projects';
import { readStudies } from './study-edit';

type Named = Pick<Participant, 'name' | 'org'>;

/** What became of those who changed, by their old name; null for who is gone. */
type Changes = ReadonlyMap<string, { before: Named; after: Named | null }>;

type Part = Pick<ProjectModel, 'participants' | 'studies'>;

/**
 * Studies name sites by name and organisation, and admins by name: an edit of a participant goes on to them. `since`
 * is the draft as it was before the step that this edit belongs to: while a name is typed it may for a moment be that
 * of another site, who must not be taken for it.
 */
export function followInStudies(since: Part, before: Part, after: ProjectModel): ProjectModel {
  if (after.participants === before.participants || after.studies !== before.studies) return after;
  if (!isJsonMap(since.studies) || readStudies(since.studies) === null) return after;
  const sites = changesOf('client', since, after);
  const admins = changesOf('admin', since, after);
  if (sites.size + admins.size === 0) return { ...after, studies: since.studies };
  const studies = Object.entries(since.studies).map(
    ([name, study]) => [name, isJsonMap(study) ? followStudy(study, sites, admins) : study] as const,
  );
  return { ...after, studies: Object.fromEntries(studies) };
}

function changesOf(type: Participant['type'], from: Part, to: Part): Changes {
  const now = new Map(to.participants.map((participant) => [participant.key, participant]));
  const names = to.participants.filter((each) => each.type === type).map(({ name }) => name);
  const isTwice = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  const [changes, seen] = [new Map<string, { before: Named; after: Named | null }>(), new Set<string>()];
  for (const before of from.participants) {
    if (before.type !== type) continue;
    const after = now.get(before.key) ?? null;
    // Of two with one name nobody can tell whom a study means.
    if (seen.has(before.name)) changes.delete(before.name);
    // Until it has a name of its own it stays listed by the one that it had.
    else if (after && after.name !== before.name && isTwice(after.name)) changes.delete(before.name);
    else if (after?.name !== before.name || after.org !== before.org)
      changes.set(before.name, { before, after });
    seen.add(before.name);
  }
  return changes;
}

function followStudy(study: JsonMap, sites: Changes, admins: Changes): JsonMap {
  const next = { ...study };
  const { site_orgs: orgs, admins: list } = study;
  if (isJsonMap(orgs)) next['site_orgs'] = followOrgs(orgs, sites);
  if (Array.isArray(list))
    next['admins'] = list.flatMap((name) => {
      const change = typeof name === 'string' ? admins.get(name) : undefined;
      return change ? (change.after ? [change.after.name] : []) : [name];
    });
  for (const part of ['site_orgs', 'admins'] as const)
    if (isEmpty(next[part]) && !isEmpty(study[part])) delete next[part];
  return next;
}

const isEmpty = (value: Json | undefined): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** A site stays where it stands in its list, unless its organisation is another one now. */
function followOrgs(orgs: JsonMap, sites: Changes): JsonMap {
  const next: JsonMap = {};
  const moved: Named[] = [];
  for (const [org, list] of Object.entries(orgs)) {
    const stay = Array.isArray(list)
      ? list.flatMap((site) => {
          const change = typeof site === 'string' ? sites.get(site) : undefined;
          if (!change) return [site];
          const { before, after } = change;
          if (!after) return [];
          // A site below a wrong organisation is not ours to move: that is shown as a problem.
          if (before.org !== org || after.org === org) return [after.name];
          moved.push(after);
          return [];
        })
      : list;
    if (!isEmpty(stay) || isEmpty(list)) next[org] = stay;
  }
  for (const { org, name } of moved) {
    const list = next[org];
    next[org] = [...(Array.isArray(list) ? list : []), name];
  }
  return next;
}
