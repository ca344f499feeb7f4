/** What the calls of the trail did, in words. The trail itself holds their names, which stay the same for ever. */
export const actionWords: Record<string, string> = {
  'settings.update': 'Settings changed',
  'settings.setPackageIndexPassword': 'Password of the package index set',
  'settings.chooseDataDirectory': 'Data directory chosen',
  'tasks.cancel': 'Task cancelled',
  'tasks.retry': 'Task run again',
  'projects.create': 'Project created',
  'projects.import': 'Project imported',
  'projects.export': 'Project file exported',
  'projects.save': 'Project saved',
  'projects.duplicate': 'Project duplicated',
  'projects.archive': 'Project archived or restored',
  'projects.remove': 'Project deleted',
  'audit.export': 'Audit trail exported',
  'provisioning.start': 'Provisioning started',
  'runtime.choose': 'NVFlare chosen',
  'runtime.install': 'NVFlare installation started',
  'kits.dragOut': 'Kit dragged out, not protected',
  'kits.exportZip': 'Kits put into a protected zip',
  'kits.exportFolder': 'Kits copied into a folder',
  'kits.recordHandover': 'Hand-over recorded',
};

/** What was done; the call's own name where there are no words for it, as in the trail of a newer version. */
export const describeAction = (action: string): string => actionWords[action] ?? action;

/**
 * What a call acted on: the names of the things whose ids the trail holds, and the ids as they are where
 * nothing of that id exists any more. Ids of several things are separated by commas.
 */
export function describeSubject(subject: string | null, names: ReadonlyMap<string, string>): string {
  if (subject === null) return '';
  return subject
    .split(',')
    .map((id) => names.get(id) ?? id)
    .join(', ');
}
