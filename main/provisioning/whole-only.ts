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
