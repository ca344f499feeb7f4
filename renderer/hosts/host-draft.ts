import {
  type Host,
  type HostSettings,
  isMoreThanAddress,
  hostSettingsSchema,
} from '../../preload/contract/hosts';
import type { Grant } from '../../preload/contract/files';
import { splitAddress } from './split-address';

type Chosen = Pick<Grant, 'id' | 'path'> | null;

/** A host as the form has it. Secrets are empty when they stay as they are. */
export interface HostDraft {
  settings: HostSettings;
  /** The private key, of SSH or of TLS. */
  keyFile: Chosen;
  caFile: Chosen;
  certFile: Chosen;
  password: string;
  passphrase: string;
}

const blank: HostSettings = {
  ...{ name: '', kind: 'ssh', address: '', port: 22, username: '', auth: 'agent', jumpHostId: null },
  ...{ group: '', labels: [], notes: '', dockerSocket: '/var/run/docker.sock', tlsName: '' },
};

/** The form of a host, or of a new one. */
export const draftOf = (host: Host | null): HostDraft => ({
  settings: host ? hostSettingsSchema.parse(host) : blank,
  ...{ keyFile: null, caFile: null, certFile: null, password: '', passphrase: '' },
});

/** With the parts of an address in the fields that they belong to. */
export const withSplitAddress = ({ settings, ...rest }: HostDraft): HostDraft => ({
  ...rest,
  settings: {
    ...settings,
    ...(settings.kind === 'local' ? {} : splitAddress(settings.address, settings.kind)),
  },
});

export type HostFaults = Partial<Record<keyof HostSettings | 'keyFile' | 'caFile' | 'certFile', string>>;

/**
 * What the form has to say before anything is sent. `hasKeyFile`: one was chosen earlier. `others`: how the other hosts
 * are called.
 */
export function faultsOf(
  { settings, keyFile, certFile }: HostDraft,
  hasKeyFile: boolean,
  others: string[] = [],
): HostFaults {
  const faults: HostFaults = {};
  const read = hostSettingsSchema.safeParse(settings);
  for (const { path, message } of read.error?.issues ?? [])
    faults[path[0] as keyof HostSettings] ??= wordsOf(String(path[0]), message);
  const same = others.find((name) => name.toLowerCase() === settings.name.trim().toLowerCase());
  if (same !== undefined) faults.name ??= `There is already a host named "${same}". Choose another name.`;
  if (settings.kind === 'local') return faults;
  if (settings.address.trim() === '') faults.address ??= 'Enter a host name or IP address.';
  if (isMoreThanAddress(settings.address)) faults.address ??= addressWords;
  if (settings.kind === 'docker-tls') {
    if (certFile && !keyFile) faults.keyFile = 'Choose the key of this certificate.';
    if (keyFile && !certFile) faults.certFile = 'Choose the certificate of this key.';
    return faults;
  }
  if (settings.username.trim() === '') faults.username ??= 'Enter the name to log in with.';
  if (settings.auth === 'key' && !keyFile && !hasKeyFile) faults.keyFile = 'Choose a private key.';
  return faults;
}

const addressWords = 'Enter the host name or IP address alone, such as gpu.example.org or 10.0.0.5.';

const wordsOf = (field: string, message: string): string => {
  if (field === 'name') return 'Enter a name of at most 60 characters.';
  if (field === 'address' || field === 'tlsName') return addressWords;
  if (field === 'username') return 'Enter a user name without spaces.';
  if (field === 'dockerSocket') return 'Enter an absolute path, such as /var/run/docker.sock.';
  if (field === 'port') return 'Enter a number from 1 to 65535.';
  return `Not accepted: ${message}.`;
};
