import type { Log } from '../../logs/log';

/** The part of the app log that the window's side writes to. */
export interface WindowLog {
  warn(about: object, message: string): void;
  error(about: object, message: string): void;
}

/** Writes to a log that is not open yet. What is written before goes there as soon as it is. */
export function createLateLog(log: Promise<Log>): WindowLog {
  const write = (act: (opened: Log) => void): void => void log.then(act);
  return {
    warn: (about, message) => write((opened) => opened.warn(about, message)),
    error: (about, message) => write((opened) => opened.error(about, message)),
  };
}
