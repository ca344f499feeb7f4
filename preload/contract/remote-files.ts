import { fileCalls } from './file-calls';

/** Files on SSH hosts. Nothing here follows a link out of what was named, but `list` and `look` themselves. */
export const remoteFiles = fileCalls('host', 'hosts.use');
