import type { Host } from '../../preload/contract/hosts';
import { client } from '../rpc/client';
import type { HostDraft } from './host-draft';

/** Keeps what the form says, but for secrets. With `hostId` it changes that host. */
export async function saveDraft(draft: HostDraft, hostId: string | null): Promise<Host> {
  const { settings, keyFile, caFile, certFile } = draft;
  const tls = settings.kind === 'docker-tls';
  const usesKey = tls || settings.auth === 'key';
  const input = {
    ...settings,
    keyGrantId: usesKey ? (keyFile?.id ?? null) : null,
    caGrantId: tls ? (caFile?.id ?? null) : null,
    certGrantId: tls ? (certFile?.id ?? null) : null,
  };
  return hostId === null ? client.hosts.create(input) : client.hosts.update({ hostId, ...input });
}

/** The secrets that were typed and that the way of logging in uses. */
export async function saveSecrets({ settings, password, passphrase }: HostDraft, hostId: string) {
  if (settings.kind !== 'ssh') return;
  if (settings.auth === 'password' && password !== '')
    await client.hosts.setSecret({ hostId, kind: 'password', value: password });
  if (settings.auth === 'key' && passphrase !== '')
    await client.hosts.setSecret({ hostId, kind: 'passphrase', value: passphrase });
}
