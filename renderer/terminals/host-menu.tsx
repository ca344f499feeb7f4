import { Plus } from 'lucide-react';
import type { Host } from '../../preload/contract/hosts';
import { Button } from '../ui/button';
import { Menu } from '../ui/menu';
import { openTab } from './store';

/** Opens a terminal on one of the hosts. */
export function HostMenu({ hosts }: { hosts: Host[] }) {
  if (hosts.length === 0) return null;
  return (
    <Menu
      label="Hosts"
      trigger={
        <Button variant="primary" icon={Plus}>
          New terminal
        </Button>
      }
      items={hosts.map(({ id, name }) => ({
        label: name,
        onSelect: () => openTab({ kind: 'host', hostId: id }, name),
      }))}
    />
  );
}
