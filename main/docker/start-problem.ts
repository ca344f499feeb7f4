import { AppError } from '../errors';

/** What an engine said; an AppError of ours has it in its details. */
const saidBy = (error: unknown): string =>
  error instanceof AppError
    ? (error.data.details ?? error.message)
    : error instanceof Error
      ? error.message
      : '';

const portTaken = [
  /:(\d{1,5}) failed: port is already allocated/,
  /:(\d{1,5}): bind: address already in use/,
  // From Docker 28 on, where something else than a container has it; some of them add where it would have led to.
  /failed to bind host port (?:for )?(?:\[[^\]]*\]|[^\s:[\]]*):(\d{1,5})[:/].*address already in use/,
];

/** The port of the host that a start failed for; null where it failed for something else. */
export function clashingPort(error: unknown): number | null {
  const said = saidBy(error);
  const found = portTaken.map((pattern) => pattern.exec(said)).find((match) => match !== null);
  return found ? Number(found[1]) : null;
}

/** Why a container did not start, in words, where the engine's own are no help. */
export function startProblem(error: unknown, hostName: string): unknown {
  const said = saidBy(error);
  const fail = (message: string, hint: string) =>
    new AppError('INVALID', message, { hint, details: said, reason: 'not-started' }, error);
  if (/could not select device driver|no known GPU vendor|CDI spec not found/.test(said))
    return fail(
      `The engine of "${hostName}" cannot give GPUs to containers.`,
      'Install the NVIDIA Container Toolkit there, or ask for no GPU.',
    );
  const [, device] =
    /adding custom device "([^"]+)": no such file/.exec(said) ??
    /unresolvable CDI devices (\S+)/.exec(said) ??
    [];
  if (device)
    return fail(`"${hostName}" has no device "${device}".`, 'Make it available there, or go without it.');
  if (/exec: .*(?:no such file|not found|permission denied)|executable file not found/i.test(said))
    return fail(
      'The image cannot run this command.',
      'Check the command and the entrypoint: each line is one word, and no shell reads them.',
    );
  if (/bind source path does not exist/.test(said))
    return fail(`A path that is to be mounted does not exist on "${hostName}".`, 'Make it there first.');
  return error;
}
