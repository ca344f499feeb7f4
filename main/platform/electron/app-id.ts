/**
 * What Windows knows the app by: the `appId` of electron-builder.yml, which the installer writes into the shortcut.
 * Without it, notifications there belong to no program.
 */
export const appId = 'org.fedwright.app';
