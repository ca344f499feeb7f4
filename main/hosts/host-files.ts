import type { HostFiles, HostSettings } from '../../preload/contract/hosts';
import type { HostFileColumns, HostRow } from './host-store';
import { readTlsFiles } from './tls-files';
import type { TlsKeys } from './tls-keys';

/** Columns to write, and what is to be done in the keychain once they are written, or were not. */
export interface TakenFiles {
  columns: HostFileColumns;
  kept(): Promise<void>;
  dropped(): Promise<void>;
}

const nothing = async () => undefined;

/** The files of hosts: those of SSH stay where they are, those of TLS are taken in, the key into the keychain. */
export function createHostFiles(parts: {
  grants: { resolve(id: string, kind: 'file'): string };
  tlsKeys: TlsKeys;
}) {
  const pathOf = (grantId: string | null | undefined): string | null =>
    grantId === null || grantId === undefined ? null : parts.grants.resolve(grantId, 'file');
  const removeKey = async (ref: string | null | undefined) => {
    if (ref) await parts.tlsKeys.remove(ref);
  };

  /**
   * Reads what was chosen for a host. The key of before stays until `kept`, the new one goes with `dropped`: a
   * host is never left with a certificate whose key is gone.
   * @throws AppError INVALID when a file is no such thing; UNAVAILABLE when the keychain is locked.
   */
  return async (
    { kind }: Pick<HostSettings, 'kind'>,
    files: HostFiles,
    before: HostRow | null,
  ): Promise<TakenFiles> => {
    const unused = { tlsCa: null, tlsCert: null, tlsKeyRef: null };
    const oldRef = before?.tlsKeyRef;
    if (kind !== 'docker-tls') {
      const keyFile = kind === 'ssh' ? (pathOf(files.keyGrantId) ?? before?.keyFile ?? null) : null;
      return { columns: { ...unused, keyFile }, kept: () => removeKey(oldRef), dropped: nothing };
    }
    const { ca, cert, key } = readTlsFiles({
      ...{ ca: pathOf(files.caGrantId), cert: pathOf(files.certGrantId), key: pathOf(files.keyGrantId) },
    });
    const ref = key === null ? (oldRef ?? null) : await parts.tlsKeys.keep(key);
    return {
      columns: {
        keyFile: null,
        tlsCa: ca ?? before?.tlsCa ?? null,
        tlsCert: cert ?? before?.tlsCert ?? null,
        tlsKeyRef: ref,
      },
      kept: () => (ref === oldRef ? nothing() : removeKey(oldRef)),
      dropped: () => (ref === oldRef ? nothing() : removeKey(ref)),
    };
  };
}
