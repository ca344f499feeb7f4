import { waitsForPerson } from '../../preload/contract/host-problems';
import { type Host, usualPort } from '../../preload/contract/hosts';
import type { StatusState } from '../ui/status';

type Shown = Pick<Host, 'kind' | 'connection'>;

export const hostStates = ['here', 'open', 'connecting', 'waiting', 'asks', 'failed', 'closed'] as const;
export type HostState = (typeof hostStates)[number];

/** How it is with the connection; the machine itself needs none. */
export function stateOf(host: Shown): HostState {
  if (host.kind === 'local') return 'here';
  return waitsForPerson(host) ? 'asks' : host.connection.state;
}

export const stateWords: Record<HostState, { state: StatusState; label: string }> = {
  here: { state: 'ok', label: 'This machine' },
  open: { state: 'ok', label: 'Connected' },
  connecting: { state: 'running', label: 'Connecting' },
  waiting: { state: 'attention', label: 'Connection lost' },
  asks: { state: 'attention', label: 'Waits for you' },
  failed: { state: 'failed', label: 'Failed' },
  closed: { state: 'off', label: 'Not connected' },
};

/** Where it is, as a person would write it; the port only where it is not the usual one. */
export const describeAddress = ({ kind, address, port }: Pick<Host, 'kind' | 'address' | 'port'>): string =>
  kind === 'local'
    ? ''
    : port === usualPort(kind)
      ? address
      : `${address.includes(':') ? `[${address}]` : address}:${port}`;

export const authWords: Record<Host['auth'], string> = {
  agent: 'SSH agent',
  key: 'Key file',
  password: 'Password',
  'keyboard-interactive': 'Questions of the server',
};

const plural = (n: number) => (n === 1 ? '1 host' : `${n} hosts`);

/** The answer to "are they all right?". */
export function summariseHosts(hosts: readonly Shown[]): { state: StatusState; label: string } {
  const count = (state: HostState) => hosts.filter((host) => stateOf(host) === state).length;
  const failed = count('failed');
  const asks = count('asks');
  const waiting = count('waiting');
  if (failed > 0) return { state: 'failed', label: `${plural(failed)} could not be connected to` };
  if (asks > 0)
    return { state: 'attention', label: `${plural(asks)} ${asks === 1 ? 'waits' : 'wait'} for you` };
  if (waiting > 0) return { state: 'attention', label: `The connection to ${plural(waiting)} was lost` };
  const open = count('open');
  return open === 0
    ? { state: 'off', label: 'None connected' }
    : { state: 'ok', label: `${plural(open)} connected` };
}
