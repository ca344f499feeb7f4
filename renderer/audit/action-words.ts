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
  'projects.disableParticipant': 'Disable participant',
  'projects.enableParticipant': 'Enable participant',
  'projects.addFile': 'Add file to project',
  'projects.removeFile': 'Remove file from project',
  'projects.allowCode': 'Allow code from outside NVFlare',
  'projects.withdrawCode': 'Withdraw consent to code',
  'audit.export': 'Export audit trail',
  'certificates.calendar': 'Save calendar of certificates',
  'provisioning.start': 'Provision',
  'ca.export': 'Export CA with its keys',
  'ca.import': 'Import CA',
  'ca.seal': 'Seal CAs and private keys',
  'provisioning.startRotation': 'Rotate CA',
  'provisioning.finishRotation': 'Finish rotation of CA',
  'provisioning.abandonRotation': 'Abandon rotation of CA',
  'runtime.choose': 'Choose NVFlare',
  'runtime.install': 'Install NVFlare',
  'runtime.prepareFolder': 'Prepare folder with NVFlare',
  'runtime.removeEnvironment': 'Remove NVFlare',
  'runtime.chooseForProject': 'Choose NVFlare of project',
  'kits.dragOut': 'Drag kit out, not protected',
  'kits.exportZip': 'Export kits as protected zip',
  'kits.exportFolder': 'Copy kits into a folder',
  'kits.recordHandover': 'Record hand-over',
  'templates.save': 'Save project as template',
  'templates.update': 'Rename template',
  'templates.remove': 'Delete template',
  'templates.export': 'Export template',
  'templates.import': 'Import template',
  'workspaces.create': 'Create workspace',
  'workspaces.rename': 'Rename workspace',
  'workspaces.remove': 'Delete workspace',
  'workspaces.moveProjects': 'Move projects to another workspace',
  'kits.confirmHandover': 'Record receipt of a kit',
  'kits.receipt': 'Save receipt of a kit',
  'distributed.createAuthority': 'Make CA for signing',
  'distributed.importRequest': 'Take request in',
  'distributed.approve': 'Sign request',
  'distributed.reject': 'Reject request',
  'distributed.recordHandout': 'Record hand-over of signed zip',
  'distributed.createRequest': 'Make request for signing',
  'distributed.importSigned': 'Take signed zip in',
  'distributed.package': 'Make kit from signed zip',
  'distributed.removeRequest': 'Delete request and key',
  'distributed.save': 'Save request or signed zip',
  'distributed.dragOut': 'Drag out request, signed zip or kit',
  'distributed.exportKitZip': 'Export own kit as protected zip',
  'distributed.exportKitFolder': 'Copy own kit into a folder',
  'updates.download': 'Download update',
  'updates.installAtQuit': 'Choose when an update is installed',
  'upkeep.backUp': 'Back up',
  'upkeep.removeBackup': 'Remove backup',
  'upkeep.exportBackup': 'Export backup',
  'upkeep.restore': 'Restore backup',
  'upkeep.cancelRestore': 'Call restore off',
  'upkeep.clean': 'Clean up old runs and logs',
  'upkeep.diagnostics': 'Collect diagnostics',
  'hosts.create': 'Add host',
  'hosts.update': 'Change host',
  'hosts.remove': 'Remove host',
  'hosts.setSecret': 'Keep login of host',
  'hosts.trustKey': 'Trust key of host',
  'hosts.connect': 'Connect to host',
  'hosts.disconnect': 'Disconnect host',
  'terminals.open': 'Open terminal',
  'terminals.renew': 'Open new shell in terminal',
  'terminals.close': 'Close terminal',
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
