import type { Logger } from 'pino';

/** The app log as the rest of the app sees it. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
