import { AppError } from '../errors';

/** What an engine said; an AppError of ours has it in its details. */
const saidBy = (error: unknown): string =>
  error instanceof AppError
    ? (error.data.details ?? error.message)
    : error instanceof Error
      ? error.message
      : '';

/** The port of the host that a start failed for; null where it failed for something else. */
export function clashingPort(error: unknown): number | null {
  const found =
    /:(\d{1,5}) failed: port is already allocated/.exec(saidBy(error)) ??
    /:(\d{1,5}): bind: address already in use/.exec(saidBy(error));
  return found ? Number(found[1]) : null;
}

/** Why a container did not start, in words, where the engine's own are no help. */
export function startProblem(error: unknown, hostName: string): unknown {
  const said = saidBy(error);
  const fail = (message: string, hint: string) =>
    new AppError('INVALID', message, { hint, details: said, reason: 'not-started' }, error);
  if (/could not select device driver/.test(said))
    return fail(
      `The Docker engine of "${hostName}" cannot give GPUs to containers.`,
      'Install the NVIDIA Container Toolkit there, or ask for no GPU.',
    );
  const [, device] = /adding custom device "([^"]+)": no such file/.exec(said) ?? [];
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
