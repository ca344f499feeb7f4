import { ChevronDown } from 'lucide-react';
import { client } from '../rpc/client';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { Menu } from '../ui/menu';
import { toast } from '../ui/toast';
import type { ImportSource } from './import-words';

/** The ways in from other programs, and the one way out. */
export function ImportMenu({ onImport }: { onImport: (source: ImportSource) => void }) {
  return (
    <Menu
      label="Import and export"
      trigger={<Button icon={ChevronDown}>Import</Button>}
      items={[
        { label: 'From the SSH configuration', onSelect: () => onImport('ssh-config') },
        { label: 'From Docker contexts', onSelect: () => onImport('docker-contexts') },
        { label: 'Known host keys', onSelect: () => onImport('known-hosts') },
        'separator',
        { label: 'Export known host keys', onSelect: () => void exportKeys() },
      ]}
    />
  );
}

async function exportKeys(): Promise<void> {
  try {
    const grant = await pickPath({
      ...{ kind: 'save', title: 'Export known host keys', suggestedName: 'known_hosts' },
    });
    if (!grant) return;
    const { savedTo, keys } = await client.hostImport.exportKnownHosts({ grantId: grant.id });
    toast.success(`${keys === 1 ? '1 key was' : `${keys} keys were`} written to ${savedTo}`);
  } catch (error) {
    toast.error(error);
  }
}
