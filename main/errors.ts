import type { ErrorCode, ErrorData } from '../preload/contract/meta';

/**
 * An error that a person will read. `message` says what happened and `data.hint` what to do.
 * Everything else that is thrown is a fault of ours and leaves the main process as INTERNAL.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly data: ErrorData;

  constructor(code: ErrorCode, message: string, data: ErrorData, cause?: unknown) {
    super(message, { cause });
    this.name = 'AppError';
    this.code = code;
    this.data = data;
  }
}

export const notFound = (what: string): AppError =>
  new AppError('NOT_FOUND', `${what} does not exist.`, {
    hint: 'It may have been deleted meanwhile. Go back to the list and look again.',
  });

export const conflict = (message: string, hint: string): AppError =>
  new AppError('CONFLICT', message, { hint });

export const invalid = (message: string, hint: string, problems?: ErrorData['problems']): AppError =>
  new AppError('INVALID', message, { hint, problems });

const storageMessages: Record<string, [message: string, hint: string]> = {
  ENOSPC: ['The disk is full.', 'Free some space on it, or choose another data directory, and try again.'],
  EDQUOT: ['Your disk quota is used up.', 'Free some space, or ask for a larger quota, and try again.'],
  EROFS: ['The disk is read-only.', 'Choose a directory on a disk that can be written.'],
  EACCES: ['Permission to write there is missing.', 'Choose another directory, or change its permissions.'],
  EPERM: ['Permission to write there is missing.', 'Choose another directory, or change its permissions.'],
  SQLITE_FULL: [
    'The disk is full.',
    'Free some space on it, or choose another data directory, and try again.',
  ],
  SQLITE_READONLY: ['The store cannot be written.', 'Check the permissions of the data directory.'],
  SQLITE_IOERR_WRITE: ['The store cannot be written.', 'Check the disk of the data directory.'],
};

/** Turns an operating system's complaint about a disk or a permission into an error that says what to do. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const known =
    storageMessages[code] ?? (code.startsWith('SQLITE_FULL') ? storageMessages['ENOSPC'] : undefined);
  if (!known) return null;
  const path =
    typeof error === 'object' && error !== null && 'path' in error ? String(error.path) : undefined;
  return new AppError('STORAGE', known[0], { hint: known[1], details: path }, error);
}
