/** Whether this is what the SSH library answers to whoever waits for a session when the connection goes. */
export const isConnectionGone = (error: Error): boolean =>
  /No response from server|Not connected/.test(error.message);
