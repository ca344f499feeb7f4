import type { ProjectFile } from './project-file';

/**
 * Why runs for some participants are not possible for a project, with what to do instead; null when they are.
 */
export function whyOnlyWhole(project: ProjectFile): string | null {
  if (project.edge) return 'NVFlare makes up the sites of an edge project. Provision everything.';
  if (/HEBuilder/.test(JSON.stringify(project.fields['builders'] ?? '')))
    return 'With homomorphic encryption every run makes new keys that all sites share. Provision everything, and hand all kits over again.';
  if (project.participants.some(({ fields }) => fields['cc_config']))
    return 'In confidential computing the kits of all participants belong together. Provision everything.';
  return null;
}

const ownBuilders = /^nvflare\.lighter\.impl\./;

/** What makes kits besides NVFlare itself. What it looks at is not known, so it gets to see everyone. */
export function foreignBuilders({ fields }: ProjectFile): string[] {
  const builders = Array.isArray(fields['builders']) ? fields['builders'] : [];
  const all: unknown[] = fields['packager'] ? [...builders, fields['packager']] : builders;
  return all.map(pathOf).filter((path) => !ownBuilders.test(path));
}

const pathOf = (entry: unknown): string =>
  typeof entry === 'object' && entry !== null && 'path' in entry ? String(entry.path) : 'an unnamed builder';

/** What a run for some participants does all the same for the others, in words; null when it leaves them alone. */
export function whySeesAll(project: ProjectFile): string | null {
  const [first, ...more] = foreignBuilders(project);
  if (first === undefined || whyOnlyWhole(project) !== null) return null;
  const name = more.length === 0 ? first : `${first} and ${more.length} more`;
  return `Also for a part of it NVFlare gets the whole project, as what ${name} looks at is not known. It takes as long as provisioning everything; only the kits that you choose are kept, and no other key changes.`;
}
