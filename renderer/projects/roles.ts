/**
 * What each role may do by NVFlare's default site policy (`local/authorization.json.default` of every kit);
 * a site can change it for itself.
 */
export const roleWords: Record<string, { label: string; rights: string }> = {
  project_admin: {
    label: 'Project admin',
    rights: 'May do everything at every site: submit, manage and download any job, and operate all sites.',
  },
  org_admin: {
    label: 'Organisation admin',
    rights:
      'Operates the sites of their organisation, and manages and downloads its jobs. Submits no jobs. Sees everything.',
  },
  lead: {
    label: 'Lead',
    rights:
      'Submits jobs, also with code of their own, manages and downloads these, and operates the sites of their organisation. Sees everything.',
  },
  member: { label: 'Member', rights: 'Sees jobs, sites and results. Changes nothing.' },
};
