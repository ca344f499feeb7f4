import type { ImportItem, PinItem } from '../../preload/contract/host-import';
import type { StatusState } from '../ui/status';

/** Where hosts can be taken over from. */
export const importSources = ['ssh-config', 'docker-contexts', 'known-hosts'] as const;
export type ImportSource = (typeof importSources)[number];

interface SourceWords {
  title: string;
  /** What is read without choosing a file. */
  usual: string;
  /** Of the dialog in which another place is chosen. */
  choose: string;
  kind: 'file' | 'folder';
  about: string;
}

export const sourceWords: Record<ImportSource, SourceWords> = {
  'ssh-config': {
    title: 'Import from the SSH configuration',
    usual: '~/.ssh/config',
    choose: 'Choose an SSH configuration',
    kind: 'file',
    about: 'Hosts with names, ports, users, key files and jump hosts.',
  },
  'docker-contexts': {
    title: 'Import from Docker contexts',
    usual: '~/.docker',
    choose: 'Choose a Docker folder',
    kind: 'folder',
    about: 'The engines that the docker command knows, with their certificates.',
  },
  'known-hosts': {
    title: 'Import known host keys',
    usual: '~/.ssh/known_hosts',
    choose: 'Choose a known_hosts file',
    kind: 'file',
    about: 'Keys of servers that OpenSSH has met. A key that is pinned here is never replaced.',
  },
};

interface ActionWords {
  state: StatusState;
  label: string;
}

export const importActions: Record<ImportItem['action'], ActionWords> = {
  add: { state: 'ok', label: 'Can be added' },
  change: { state: 'attention', label: 'Would be changed' },
  same: { state: 'off', label: 'Here already' },
  skip: { state: 'off', label: 'Skipped' },
};

export const pinActions: Record<PinItem['action'], ActionWords> = {
  pin: { state: 'ok', label: 'Can be pinned' },
  same: { state: 'off', label: 'Pinned already' },
  conflict: { state: 'failed', label: 'Another key is pinned' },
  skip: { state: 'off', label: 'Skipped' },
};
