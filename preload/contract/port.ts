/** The message with which a page hands its end of a MessageChannel to the preload. */
export const portMessage = 'fedwright:port';
