/**
 * What each call of the trail was to do, in words; the result beside it says whether it did. The trail itself
 * holds the calls' names, which stay the same for ever.
 */
export const actionWords: Record<string, string> = {
  'settings.update': 'Change settings',
  'settings.setPackageIndexPassword': 'Set password of the package index',
  'settings.chooseDataDirectory': 'Choose data directory',
  'tasks.cancel': 'Cancel task',
  'tasks.retry': 'Run task again',
  'projects.create': 'Create project',
  'projects.import': 'Import project',
  'projects.export': 'Export project file',
  'projects.save': 'Save project',
  'projects.duplicate': 'Duplicate project',
  'projects.archive': 'Archive or restore project',
  'projects.remove': 'Delete project',
  'audit.export': 'Export audit trail',
  'certificates.calendar': 'Save calendar of certificates',
  'provisioning.start': 'Provision',
  'runtime.choose': 'Choose NVFlare',
  'runtime.install': 'Install NVFlare',
  'runtime.prepareFolder': 'Prepare folder with NVFlare',
  'runtime.removeEnvironment': 'Remove NVFlare',
  'runtime.chooseForProject': 'Choose NVFlare of project',
  'kits.dragOut': 'Drag kit out, not protected',
  'kits.exportZip': 'Export kits as protected zip',
  'kits.exportFolder': 'Copy kits into a folder',
  'kits.recordHandover': 'Record hand-over',
  'updates.download': 'Download update',
  'updates.installAtQuit': 'Choose when an update is installed',
  'upkeep.backUp': 'Back up',
  'upkeep.removeBackup': 'Remove backup',
  'upkeep.exportBackup': 'Export backup',
  'upkeep.restore': 'Restore backup',
  'upkeep.cancelRestore': 'Call restore off',
  'upkeep.clean': 'Clean up old runs and logs',
  'upkeep.diagnostics': 'Collect diagnostics',
};

/** What was to be done; the call's own name where there are no words for it, as in the trail of a newer version. */
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
