import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import type { HostConnection } from '../../preload/contract/hosts';
import { AppError, invalid } from '../errors';
import type { HostKeys, PinnedKey, PresentedKey } from './host-keys';
import { HostLink, isPassing } from './host-link';
import type { HostSecrets } from './host-secrets';
import type { HostRow, HostStore } from './host-store';
import { placeOf } from './key-place';
import { loginOf } from './ssh-login';
import type { PromptDesk, PromptRound } from './prompt-desk';
import { openSsh, type SshLogin } from './ssh-open';
import { openTcp } from './tunnel';

/** One use of a host's connection, such as a terminal. */
export interface Hold {
  /** The connection, opened when there is none. @throws AppError why it cannot be had */
  client(signal?: AbortSignal): Promise<Client>;
  /** Aborts when the connection is closed on purpose. What goes on after that would open it again. */
  closing: AbortSignal;
  /** From now on this use does not keep the connection open. */
  release(): void;
}

export type HostConnections = ReturnType<typeof createHostConnections>;

/** At most one SSH connection for each host, whatever uses it. */
export function createHostConnections(options: {
  store: HostStore;
  keys: HostKeys;
  secrets: HostSecrets;
  onChange: (hostId: string, connection: HostConnection) => void;
  /** Puts questions of a server to a person. */
  ask: PromptDesk['ask'];
}) {
  const { store, keys, secrets } = options;
  const links = new Map<string, HostLink>();

  function linkOf(hostId: string): HostLink {
    const known = links.get(hostId);
    if (known) return known;
    const onChange = (connection: HostConnection) => options.onChange(hostId, connection);
    const link = new HostLink({ open: (...how) => open(hostId, ...how), onChange });
    links.set(hostId, link);
    return link;
  }

  function hold(hostId: string, byItself = false): Hold {
    const link = linkOf(needSsh(store.need(hostId)).id);
    const release = link.hold();
    const client = (signal?: AbortSignal) => (byItself ? link.clientByItself(signal) : link.client(signal));
    return { client, closing: link.closing, release };
  }

  async function open(hostId: string, signal: AbortSignal, byItself: boolean): Promise<Client> {
    const row = needSsh(store.need(hostId));
    const pinned = () => keys.find(placeOf(row, store.need));
    const target = {
      ...{ target: row, prefer: pinned()?.type, signal },
      refuse: (key: PresentedKey) => refuseUnpinned(row, pinned(), key),
      ask: (round: PromptRound, ending: AbortSignal) => options.ask(row, round, ending),
    };
    const connect = (as: SshLogin | null) =>
      through(row, { signal, byItself }, (sock) => openSsh({ ...target, login: as, sock }));
    try {
      return await connect(await loginOf(row, secrets));
    } catch (error) {
      if (!(error instanceof AppError) || error.data.reason !== 'no-common-algorithm') throw error;
      // Only a look, which ends with the handshake, hears what each side offers.
      return connect(null);
    }
  }

  /** Opens over the jump host, if there is one, which is held for as long as the connection lives. */
  async function through(
    row: HostRow,
    { signal, byItself = false }: { signal: AbortSignal | undefined; byItself?: boolean },
    connect: (sock: Duplex | undefined) => Promise<Client>,
  ): Promise<Client> {
    if (row.jumpHostId === null) return connect(undefined);
    const jump = hold(row.jumpHostId, byItself);
    try {
      const client = await connect(await openTcp(await wayOver(jump, row, store, signal), row, signal));
      client.once('close', jump.release);
      return client;
    } catch (error) {
      jump.release();
      throw error;
    }
  }

  return {
    /** With `byItself` as `HostLink.clientByItself`; `openClient` is its `open`. */
    hold,
    view: (hostId: string): HostConnection => linkOf(hostId).view,
    openClient: (hostId: string): Client | null => links.get(hostId)?.open() ?? null,
    close: (hostId: string): void => links.get(hostId)?.close(),
    /** See `HostLink.allowAgain`. */
    allowAgain: (hostId: string): void => links.get(hostId)?.allowAgain(),
    forget(hostId: string): void {
      links.get(hostId)?.close();
      links.delete(hostId);
    },
    through,
    dispose: (): void => links.forEach((link) => link.close()),
  };
}

/** Says whose question it is when the host on the way has one: a page would put it to the wrong host. */
async function wayOver(
  jump: Hold,
  row: HostRow,
  store: Pick<HostStore, 'need'>,
  signal: AbortSignal | undefined,
): Promise<Client> {
  try {
    return await jump.client(signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'CANCELLED' || isPassing(error)) throw error;
    const { name } = store.need(row.jumpHostId ?? '');
    throw new AppError('UNAVAILABLE', `"${row.name}" is reached through "${name}", which has a problem.`, {
      hint: `Connect to "${name}" first.`,
      ...{ details: error.message, reason: 'jump-host' },
    });
  }
}

/** @throws AppError INVALID */
export function needSsh(row: HostRow): HostRow {
  if (row.kind === 'ssh') return row;
  throw invalid(
    `"${row.name}" is not reached by SSH.`,
    row.kind === 'local'
      ? 'It is the machine that Fedwright runs on: use its own terminal and files.'
      : 'Only its Docker engine is reached. Add the machine as an SSH host for terminals, files and ports.',
  );
}

function refuseUnpinned(
  row: HostRow,
  pinned: PinnedKey | undefined,
  presented: PresentedKey,
): AppError | null {
  if (pinned?.key === presented.key) return null;
  const details = `presented: ${presented.type} ${presented.fingerprint256}`;
  if (!pinned)
    return new AppError('CONFLICT', `The key of "${row.name}" was never seen before.`, {
      hint: 'Compare its fingerprint with what the admin of the host says, and trust it.',
      ...{ details, reason: 'host-key-new' },
    });
  return new AppError('CONFLICT', `"${row.name}" presents another key than it did before.`, {
    hint: 'The host was set up anew, or someone is in between. Ask its admin before you replace the key.',
    ...{ details: `${details}\npinned: ${pinned.type} ${pinned.fingerprint256}`, reason: 'host-key-changed' },
  });
}
