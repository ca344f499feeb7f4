import { AppError, toAppError } from '../errors';

const inTheWay = new Set(['ENOTDIR', 'EEXIST', 'EISDIR', 'ENOTEMPTY', 'ENOENT', 'EIO', 'EXDEV', 'EBUSY']);

/**
 * An error of the file system about one place as a person can act on it: what `toAppError` knows, and places
 * that are gone, or where something else is than there must be. Null for every other error.
 */
export function toPathProblem(error: unknown): AppError | null {
  const known = toAppError(error);
  if (known) return known;
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return null;
  if (!inTheWay.has(String(error.code))) return null;
  return new AppError(
    'STORAGE',
    'A file or folder cannot be used as it must be.',
    {
      hint: 'Look at the path below: it may be gone, or something else may be in its place. Then try again.',
      details: `${String(error.code)}: ${String(error.path)}`,
    },
    error,
  );
}

/** Runs `action`, and throws the errors of the file system as people meet them. */
export async function withPathProblems<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw toPathProblem(error) ?? error;
  }
}
