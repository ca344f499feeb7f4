import type { CommandLine } from '../fixtures/command-line';
import type { Sshd } from '../servers/sshd';

/** Adds a host that is logged in to with the agent's key, and whose own key is trusted. Gives its id. */
export const addAgentHost = (
  cli: CommandLine,
  sshd: Sshd,
  name = 'north',
  change: { dockerSocket?: string } = {},
): Promise<string> => addTrusted(cli, sshd, { name, auth: 'agent', ...change });

/** The same with the server's key file, for which the app needs no agent: one whose engine is reached through SSH. */
export const addEngineHost = (
  cli: CommandLine,
  sshd: Sshd,
  name: string,
  dockerSocket: string,
  group = '',
): Promise<string> =>
  addTrusted(cli, sshd, { name, dockerSocket, group, auth: 'key', keyGrantId: sshd.keyFile });

async function addTrusted(cli: CommandLine, sshd: Sshd, host: Record<string, string>): Promise<string> {
  const { address, port, username, fingerprint256 } = sshd;
  const { id } = await cli.call<{ id: string }>('hosts.create', {
    ...{ kind: 'ssh', address, port, username },
    ...host,
  });
  await cli.call('hosts.trustKey', { hostId: id, fingerprint256 });
  return id;
}
