import { AppError } from '../errors';
import { tlsProblem } from './tls-problem';

/** What an engine refused, or why it could not be asked, in words. */
export function engineProblem(error: unknown, hostName: string): AppError {
  if (error instanceof AppError) return error;
  const refused = tlsProblem(error, hostName);
  if (refused) return refused;
  const { status, message } = readError(error);
  const fail = (code: 'UNAVAILABLE' | 'NOT_FOUND' | 'CONFLICT' | 'INVALID', text: string, hint: string) =>
    new AppError(
      code,
      text,
      { hint, details: message, reason: status ? `docker-${status}` : 'engine' },
      error,
    );
  if (status === 404 && lacksCall(error))
    return new AppError(
      'UNAVAILABLE',
      `The engine of "${hostName}" cannot do this.`,
      {
        hint: 'Podman leaves out some of what Docker does, and so do old versions. Update it, or do this on the host itself.',
        ...{ details: message, reason: 'engine-lacks' },
      },
      error,
    );
  if (status === 404)
    return fail('NOT_FOUND', `The engine of "${hostName}" does not have this.`, 'Refresh the list.');
  if (status === 409)
    return fail('CONFLICT', `The engine of "${hostName}" refused.`, 'Something else uses it, or its name.');
  if (status === 400)
    return fail('INVALID', `The engine of "${hostName}" did not accept this.`, 'Look at the details.');
  if (status) return fail('UNAVAILABLE', `The engine of "${hostName}" failed.`, 'Look at the details.');
  if (/EACCES|permission denied/i.test(message))
    return new AppError(
      'UNAVAILABLE',
      `You may not use the engine of "${hostName}".`,
      {
        hint: 'Let the admin of the host add your user to the group "docker".',
        ...{ details: message, reason: 'engine-denied' },
      },
      error,
    );
  return fail(
    'UNAVAILABLE',
    `The engine of "${hostName}" does not answer.`,
    'Check that Docker, or the service of Podman, runs there, and that its socket is where the host says.',
  );
}

function readError(error: unknown): { status: number | null; message: string } {
  if (!(error instanceof Error)) return { status: null, message: String(error) };
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : null;
  const said = 'json' in error && hasMessage(error.json) ? error.json.message : error.message;
  return { status, message: said };
}

/** What is not there is told as JSON: this is how an engine answers calls that it does not know. */
function lacksCall(error: unknown): boolean {
  const answer = error instanceof Error && 'json' in error ? error.json : null;
  const text = Buffer.isBuffer(answer) ? answer.toString('utf8') : hasMessage(answer) ? answer.message : '';
  return /^(?:Not Found|(?:404 )?page not found)$/.test(text.trim());
}

const hasMessage = (value: unknown): value is { message: string } =>
  typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';
