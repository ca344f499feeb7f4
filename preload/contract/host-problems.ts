import type { Host } from './hosts';

const untilDecided =
  /^(host-key-|login-refused|prompt-|password|passphrase|key-file|no-agent|no-common-algorithm|jump-host)/;

/** What is not tried again by itself, but answered from memory: asking about it costs no login. */
const declined: readonly (string | undefined)[] = ['login-refused', 'prompt-cancelled', 'prompt-late'];
export const isDeclined = (reason: string | undefined): boolean => declined.includes(reason);

/** Whether only a person can help: what is asked again by itself would try the login until the account is locked. */
export const needsPerson = (reason: string | undefined): boolean => untilDecided.test(reason ?? '');

/** Whether asking again by itself would come to nothing, or try a login. */
export const isStuck = (reason: string | undefined): boolean => needsPerson(reason) && !isDeclined(reason);

const unanswered = [
  'host-key-new',
  'password',
  'passphrase',
  'prompt-cancelled',
  'prompt-late',
  'prompt-nobody',
];

/** Nothing went wrong: a person has not yet said whether the key is right, or what the server wants to know. */
export const isUnanswered = (reason: string | null | undefined): boolean => unanswered.includes(reason ?? '');

/** Whether a host could not be connected to only because it waits for a person. */
export const waitsForPerson = ({ connection: { state, error } }: Pick<Host, 'connection'>): boolean =>
  state === 'failed' && isUnanswered(error?.reason);
