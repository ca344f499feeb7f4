import type { HostFiles, HostSettings } from '../../preload/contract/hosts';
import { invalid } from '../errors';
import { createHostFiles } from './host-files';
import type { HostSecret, HostSecrets } from './host-secrets';
import type { HostFileColumns, HostRow, HostStore } from './host-store';
import type { HostWays } from './host-ways';
import type { TlsKeys } from './tls-keys';

/** Adding, changing and removing hosts, with what the keychain keeps for them. */
export function createHostRegister(parts: {
  store: HostStore;
  secrets: HostSecrets;
  tlsKeys: TlsKeys;
  grants: { resolve(id: string, kind: 'file'): string };
  ways: Pick<HostWays, 'close' | 'forget' | 'allowAgain'>;
}) {
  const { store, secrets, tlsKeys, ways } = parts;
  const takeFiles = createHostFiles(parts);

  /** Writes a row with the files that were chosen for it; the keychain follows what became of it. */
  async function write(
    input: HostSettings & HostFiles,
    before: HostRow | null,
    save: (settings: HostSettings, files: HostFileColumns) => HostRow,
  ): Promise<HostRow> {
    const { keyGrantId, caGrantId, certGrantId, ...settings } = input;
    const taken = await takeFiles(settings, { keyGrantId, caGrantId, certGrantId }, before);
    let row: HostRow;
    try {
      row = save(settings, taken.columns);
    } catch (error) {
      await taken.dropped();
      throw error;
    }
    await taken.kept();
    return row;
  }

  return {
    create: (input: HostSettings & HostFiles): Promise<HostRow> => write(input, null, store.insert),
    async update({ hostId, ...input }: HostSettings & HostFiles & { hostId: string }): Promise<HostRow> {
      const before = store.need(hostId);
      const after = await write(input, before, (...row) => store.update(hostId, ...row));
      if (wayOf(before) !== wayOf(after)) ways.close(hostId);
      // Also a key file of the same name may have another key.
      ways.allowAgain(hostId);
      return after;
    },
    async remove(hostId: string): Promise<{ name: string }> {
      const { name, tlsKeyRef } = store.remove(hostId);
      ways.forget(hostId);
      if (tlsKeyRef !== null) await tlsKeys.remove(tlsKeyRef);
      await secrets.set(hostId, 'password', null);
      await secrets.set(hostId, 'passphrase', null);
      return { name };
    },
    async setSecret(input: { hostId: string; kind: HostSecret; value: string | null }): Promise<HostRow> {
      const { kind } = store.need(input.hostId);
      if (kind !== 'ssh') throw invalid('This host needs no login.', 'There is nothing to keep.');
      await secrets.set(input.hostId, input.kind, input.value);
      store.noteSecret(input.hostId, input.kind, input.value !== null);
      ways.allowAgain(input.hostId);
      return store.need(input.hostId);
    },
  };
}

/** What a connection hangs on. */
const wayOf = (row: HostRow): string => {
  const { kind, address, port, username, auth, jumpHostId, keyFile, tlsName, tlsCa, tlsCert, tlsKeyRef } =
    row;
  const ssh = [username, auth, jumpHostId, keyFile];
  return JSON.stringify([kind, address, port, ...ssh, tlsName, tlsCa, tlsCert, tlsKeyRef]);
};
