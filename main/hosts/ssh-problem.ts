import { AppError } from '../errors';
import type { SshLogin, SshTarget } from './ssh-open';

/** Which algorithms both sides named, out of what ssh2 tells while it shakes hands. */
export interface Negotiation {
  note(line: string): void;
  /** The kinds in which nothing is shared, with what each side offers. */
  mismatches(): { kind: string; server: string[]; ours: string[] }[];
}

const offered = /^Handshake: \((local|remote)\) ([A-Za-z>< -]+?): (.*)$/;

export function createNegotiationLog(): Negotiation {
  const lists = new Map<string, { local?: string[]; remote?: string[] }>();
  return {
    note(line) {
      const [, side, kind, names] = offered.exec(line) ?? [];
      if (!side || !kind || names === undefined) return;
      const list = lists.get(kind) ?? {};
      list[side === 'local' ? 'local' : 'remote'] = names.split(',').map((name) => name.trim());
      lists.set(kind, list);
    },
    mismatches: () =>
      [...lists].flatMap(([kind, { local = [], remote = [] }]) =>
        remote.length > 0 && local.length > 0 && !local.some((name) => remote.includes(name))
          ? [{ kind, server: remote, ours: local }]
          : [],
      ),
  };
}

const unreachable: Record<string, [message: string, hint: string]> = {
  ENOTFOUND: ['has a name that is not known here', 'Check the address for a typing error, and the DNS.'],
  EAI_AGAIN: ['has a name that could not be looked up', 'Check the network and the DNS of this machine.'],
  ECONNREFUSED: ['refuses connections on its port', 'Check the port, and that SERVICE runs there.'],
  ECONNRESET: ['ended the connection', 'Check that the port belongs to SERVICE, and look into its log.'],
  EHOSTUNREACH: ['cannot be reached', 'Check the network between here and there, and firewalls.'],
  ENETUNREACH: ['cannot be reached', 'Check the network of this machine.'],
  ETIMEDOUT: ['does not answer', 'Check that it is on, and that no firewall is in between.'],
};

/** Why no connection was made at all; `service` is what should listen there. Null for other failures. */
export function unreachableProblem(error: unknown, name: string, service: string): AppError | null {
  const { code, message } = readError(error);
  const known = unreachable[code];
  if (!known) return null;
  const hint = known[1].replace('SERVICE', service);
  return new AppError(
    'UNAVAILABLE',
    `"${name}" ${known[0]}.`,
    { hint, details: message, reason: 'unreachable' },
    error,
  );
}

const refusedHints: Record<SshLogin['method'], string> = {
  agent:
    'Check the user name, and that the server takes a key that "ssh-add -l" lists here. Then connect again.',
  key: 'Check the user name, and that the server takes this key. Then connect again.',
  password: 'Check the user name and the password, then connect again.',
  'keyboard-interactive': 'Connect again to answer its questions anew, and check the user name.',
};

/** An SSH failure in words. `reason` tells pages what to offer. */
export function sshProblem(
  error: unknown,
  { name }: SshTarget,
  negotiation: Negotiation,
  method?: SshLogin['method'],
): AppError {
  const { level, message } = readError(error);
  const fail = (reason: string, what: string, hint: string, details = message) =>
    new AppError('UNAVAILABLE', `"${name}" ${what}.`, { hint, details, reason }, error);

  if (/no matching/i.test(message)) {
    const [shared] = negotiation.mismatches();
    return fail(
      'no-common-algorithm',
      `and Fedwright share no way to talk${shared ? ` (${shared.kind})` : ''}`,
      'Allow one of the algorithms that we offer in the configuration of its sshd, or bring it up to date.',
      shared && `The server offers: ${shared.server.join(', ')}\nWe offer: ${shared.ours.join(', ')}`,
    );
  }
  if (level === 'client-authentication')
    return fail('login-refused', 'refused the login', refusedHints[method ?? 'password']);
  if (/passphrase|encrypted .*key|bad decrypt/i.test(message))
    return fail('passphrase', 'needs a key that could not be opened', 'Enter the passphrase of the key.');
  if (/cannot parse privatekey|unsupported key format/i.test(message))
    return fail('key-file', 'needs a key that could not be read', 'Choose the file of a private key.');
  if (level === 'client-timeout' || /timed out/i.test(message))
    return fail('unreachable', ...(unreachable['ETIMEDOUT'] ?? ['', '']));
  const known = unreachableProblem(error, name, 'sshd');
  if (known) return known;
  return fail('failed', 'could not be connected to', 'Look at the details, and into the log of its sshd.');
}

function readError(error: unknown): { level: string; code: string; message: string } {
  if (!(error instanceof Error)) return { level: '', code: '', message: String(error) };
  const level = 'level' in error ? String(error.level) : '';
  const code = 'code' in error ? String(error.code) : '';
  return { level, code, message: error.message };
}
