import { AppError } from '../errors';
import { showName } from '../file-places/remote-path';
import { status } from './sftp-wire';

/** The session is gone, and with it the answer. */
export const brokenOff = (message = 'The connection to the host was lost.', details?: string): AppError =>
  new AppError('UNAVAILABLE', message, {
    hint: 'Connect to the host again, and repeat it. A transfer goes on where it was.',
    ...{ details, reason: 'lost' },
  });

/** What a host refused, in words. `reason` tells the kinds apart: gone, denied, refused, unsupported. */
export function statusProblem(code: number, words: string, about?: Buffer): AppError {
  const name = about ? `"${showName(about)}"` : 'This';
  const details = `${words || 'no words'} (SFTP status ${code})`;
  if (code === status.noSuchFile)
    return new AppError('NOT_FOUND', `${name} is not on the host.`, {
      hint: 'It may have been renamed or deleted meanwhile. Look at its folder again.',
      ...{ details, reason: 'gone' },
    });
  if (code === status.denied)
    return new AppError('STORAGE', `The host does not let your user do that with ${name}.`, {
      hint: 'Change its permissions or its owner, or log in as another user.',
      ...{ details, reason: 'denied' },
    });
  if (code === status.unsupported)
    return new AppError('UNAVAILABLE', 'The SFTP server of the host cannot do that.', {
      hint: 'Use a terminal of the host for it.',
      ...{ details, reason: 'unsupported' },
    });
  return new AppError('CONFLICT', `The host refused that with ${name}.`, {
    hint: 'Something may be in the way: a name that is taken, a folder that is not empty, a full disk.',
    ...{ details, reason: 'refused' },
  });
}

export const reasonOf = (error: unknown): string | undefined =>
  error instanceof AppError ? error.data.reason : undefined;
