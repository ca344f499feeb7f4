import type { Forward } from '../../preload/contract/forwards';

type Some = [Forward, ...Forward[]];

export const localAddress = ({ localPort }: Pick<Forward, 'localPort'>): string => `127.0.0.1:${localPort}`;

/** Those whose host could not be connected to, host by host. */
export function failedByHost(forwards: readonly Forward[]): Some[] {
  const groups = new Map<string, Some>();
  for (const forward of forwards) {
    if (forward.connection !== 'failed') continue;
    const group = groups.get(forward.hostId);
    if (group) group.push(forward);
    else groups.set(forward.hostId, [forward]);
  }
  return [...groups.values()];
}

const list = new Intl.ListFormat('en');

/** @param waits whether that is because the host waits for a person */
export function nowhereTitle(forwards: Some, waits: boolean): string {
  const lead = forwards.length === 1 ? 'leads' : 'lead';
  const why = `"${forwards[0].hostName}" ${waits ? 'waits for you' : 'cannot be connected to'}`;
  return `${list.format(forwards.map(localAddress))} ${lead} nowhere, as ${why}`;
}
