import type { ErrorCode } from '../../preload/contract/meta';
import { AppError } from '../errors';

type Words = (about: string, host: string) => [code: ErrorCode, message: string, hint: string];

/** What the scripts of `resources/host` say is in the way, in words. */
const problems: Record<string, Words> = {
  denied: (about, host) => [
    'STORAGE',
    `Your user may not write to ${about} on "${host}".`,
    'Choose a folder below your home folder, change the permissions there, or log in as another user.',
  ],
  full: (_about, host) => [
    'STORAGE',
    `"${host}" could not write: its disk may be full.`,
    'Free some space there and run it again. The kit of before is still in place.',
  ],
  'no-folder': (about, host) => ['CONFLICT', `On "${host}", ${about} is no folder.`, 'Choose another place.'],
  running: (_about, host) => [
    'CONFLICT',
    `The kit on "${host}" is running.`,
    'Stop it first, or let it be stopped and started again.',
  ],
  left: (about, host) => [
    'CONFLICT',
    `On "${host}" there are still processes of this kit: ${about}.`,
    'Stop it, and look at these processes in a terminal of the host if that does not help.',
  ],
  watchdog: (about, host) => [
    'CONFLICT',
    `On "${host}" this kit was started with its own start.sh: process ${about}.`,
    'End it there first, with stop_fl.sh in the startup folder.',
  ],
  'no-kit': (about, host) => [
    'NOT_FOUND',
    `On "${host}" there is no kit in ${about}.`,
    'It was moved or removed there. Deploy it again.',
  ],
  'no-bash': (_about, host) => [
    'UNAVAILABLE',
    `"${host}" has no bash.`,
    'The scripts of NVFlare need it. Install it there.',
  ],
  'no-python': (about, host) => [
    'UNAVAILABLE',
    `On "${host}" there is no ${about}.`,
    'Choose a Python that has NVFlare. The scripts of NVFlare call it python3.',
  ],
  'no-start': (_about, host) => [
    'UNAVAILABLE',
    `The kit on "${host}" did not come up.`,
    'Look at its console log.',
  ],
  gone: (_about, host) => [
    'NOT_FOUND',
    `What was to be put in place is not on "${host}" any more.`,
    'Someone may have removed it meanwhile. Run it again.',
  ],
  stuck: (about, host) => [
    'CONFLICT',
    `"${host}" did not let ${about} be renamed.`,
    'It may be a mount point, or held by another program. Choose another folder.',
  ],
  other: (about, host) => [
    'CONFLICT',
    `${about} on "${host}" is no startup kit.`,
    'Nothing was removed. Look at the folder in the files of the host.',
  ],
  broken: (about, host) => [
    'CONFLICT',
    `An exchange of kits on "${host}" was cut off and cannot be completed.`,
    `Both kits are there: look at ${about} in the files of the host.`,
  ],
};

/** @param line a key and what it is about, such as `denied /srv`. */
export function scriptProblem(line: string, hostName: string, details: string): AppError {
  const cut = line.indexOf(' ');
  const key = cut === -1 ? line : line.slice(0, cut);
  const about = cut === -1 ? '' : line.slice(cut + 1);
  const words = problems[key];
  const [code, message, hint] = words?.(about, hostName) ?? [
    'UNAVAILABLE',
    `"${hostName}" could not do that.`,
    'The details say what it answered.',
  ];
  return new AppError(code, message, { hint, details: details.slice(0, 2000) || undefined, reason: key });
}
