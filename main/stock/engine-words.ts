import { AppError } from '../errors';
import { EngineSaid } from '../docker/progress-lines';

const known: [pattern: RegExp, message: string, hint: string, reason: string][] = [
  [
    /unauthorized|authentication required|no basic auth|incorrect username or password/i,
    'The registry wants a login.',
    'Save a login for this registry, or correct the one there is.',
    'registry-login',
  ],
  [
    /manifest.*unknown|not found|repository does not exist|does not exist or may require|denied/i,
    'The registry does not have this image, or does not show it to you.',
    'Check its name and tag. If it is private, save a login for the registry.',
    'registry-missing',
  ],
  [
    /server gave HTTP response to HTTPS client/i,
    'The registry does not speak HTTPS.',
    'Let its admin set up a certificate, or name it among the insecure registries of the Docker engine.',
    'registry-insecure',
  ],
  [
    /x509|certificate/i,
    'The Docker engine does not trust the certificate of the registry.',
    'Let the admin of the host add its CA to the Docker engine.',
    'registry-certificate',
  ],
  [
    /no such host|connection refused|no route to host|timeout|deadline exceeded|i\/o|Temporary failure|EOF/i,
    'The registry cannot be reached from the host.',
    'Check its name, and that the host may connect to it.',
    'registry-unreachable',
  ],
];

/** What an engine says of a registry, as a person can act on it; other errors as they are. */
export function pullProblem(error: unknown): unknown {
  const said = wordsOf(error);
  if (said === null) return error;
  const full = diskFull(said);
  if (full) return full;
  const found = known.find(([pattern]) => pattern.test(said));
  const [, message, hint, reason] = found ?? [
    null,
    'The image could not be pulled.',
    'Look at the details.',
    'pull-failed',
  ];
  return new AppError('UNAVAILABLE', message, { hint, details: said.slice(0, 2000), reason }, error);
}

/** What an engine says of a tar. */
export function tarProblem(error: unknown): unknown {
  const said = wordsOf(error);
  if (said === null) return error;
  const full = diskFull(said);
  if (full) return full;
  return new AppError(
    'INVALID',
    'The Docker engine could not read images from this file.',
    {
      hint: 'It takes a tar that was saved from an engine, compressed or not. Look at the details.',
      ...{ details: said.slice(0, 2000), reason: 'not-an-image-tar' },
    },
    error,
  );
}

const diskFull = (said: string): AppError | null =>
  /no space left on device|disk quota exceeded/i.test(said)
    ? new AppError('STORAGE', 'The disk of the host is full.', {
        hint: 'Make room there, such as with the clean-up, and try again.',
        ...{ details: said.slice(0, 2000), reason: 'disk-full' },
      })
    : null;

/** Null when it is not the engine that spoke. */
function wordsOf(error: unknown): string | null {
  if (error instanceof EngineSaid) return error.message;
  if (error instanceof AppError || !(error instanceof Error) || !('statusCode' in error)) return null;
  const { json } = error as { json?: unknown };
  const hasMessage = typeof json === 'object' && json !== null && 'message' in json;
  // The library puts its own words before those of a stream.
  return hasMessage ? String(json.message) : error.message.replace(/^\(HTTP code \d+\) [\w ]+ - /, '').trim();
}
