import type { CommandLine } from '../fixtures/command-line';
import type { Sshd } from '../servers/sshd';

/** Adds a host that is logged in to with the agent's key, and whose own key is trusted. Gives its id. */
export async function addAgentHost(
  cli: CommandLine,
  sshd: Sshd,
  name = 'north',
  change: { dockerSocket?: string } = {},
): Promise<string> {
  const { id } = await cli.call<{ id: string }>('hosts.create', {
    ...{ name, kind: 'ssh', address: sshd.address, port: sshd.port, username: sshd.username, auth: 'agent' },
    ...change,
  });
  await cli.call('hosts.trustKey', { hostId: id, fingerprint256: sshd.fingerprint256 });
  return id;
}
