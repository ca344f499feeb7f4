/** Where the SSH agent of this person listens; null when there is none. */
export function sshAgent(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string | null {
  if (env['SSH_AUTH_SOCK']) return env['SSH_AUTH_SOCK'];
  // The agent that comes with Windows has one place for everybody.
  return platform === 'win32' ? String.raw`\\.\pipe\openssh-ssh-agent` : null;
}
