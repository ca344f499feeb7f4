export { LogView } from './log-text';
export { TaskLog } from './task-log';
