import { useNavigate } from '@tanstack/react-router';
import { FolderOpen } from 'lucide-react';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import type { ContainerRow } from './host-view';

/** To the files of a container, whether it runs or not. */
export function FilesLink({ row: { hostId, id } }: { row: ContainerRow }) {
  const navigate = useNavigate();
  if (!useHost().actor.permissions.includes('containers.manage')) return null;
  const to = '/containers/$hostId/$containerId/files';
  return (
    <Button
      size="sm"
      icon={FolderOpen}
      onClick={() => void navigate({ to, params: { hostId, containerId: id } })}
    >
      Files
    </Button>
  );
}
