import { fileCalls } from './file-calls';

/** Files in containers, running or not, as `remoteFiles`. */
export const containerFiles = fileCalls('container', 'containers.manage');
