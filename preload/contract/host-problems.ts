const untilDecided =
  /^(host-key-|login-refused|prompt-|password|passphrase|key-file|no-agent|no-common-algorithm|jump-host)/;

/** Whether only a person can help: what is asked again by itself would try the login until the account is locked. */
export const needsPerson = (reason: string | undefined): boolean => untilDecided.test(reason ?? '');
