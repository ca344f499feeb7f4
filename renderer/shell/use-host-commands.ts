import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  Archive,
  Download,
  FileKey2,
  FileUp,
  FolderOpen,
  FolderPlus,
  Monitor,
  Moon,
  Sun,
} from 'lucide-react';
import type { Settings } from '../../preload/contract/settings';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { useHost } from '../rpc/use-capabilities';
import { toast } from '../ui/toast';
import type { PaletteCommand } from './palette-match';
import { useInstall } from './use-install';

/** The actions that concern no single project. */
export function useHostCommands(): PaletteCommand[] {
  return [
    ...useNewProjectCommands(),
    ...useRuntimeCommands(),
    ...useUpkeepCommands(),
    ...useThemeCommands(),
    ...useFolderCommands(),
  ];
}

function useNewProjectCommands(): PaletteCommand[] {
  const navigate = useNavigate();
  if (!useHost().actor.permissions.includes('projects.write')) return [];
  return [
    {
      id: 'new project',
      group: 'Actions',
      label: 'New project',
      words: 'create template',
      icon: FolderPlus,
      run: () => void navigate({ to: '/projects', search: { new: 1 } }),
    },
    {
      id: 'import project',
      group: 'Actions',
      label: 'Import a project.yml',
      words: 'open file',
      icon: FileUp,
      run: () => void navigate({ to: '/projects', search: { import: 1 } }),
    },
    {
      id: 'import ca',
      group: 'Actions',
      label: 'Import a CA',
      words: 'certificate authority another machine',
      icon: FileKey2,
      onlySearched: true,
      run: () => void navigate({ to: '/projects', search: { ca: 1 } }),
    },
  ];
}

function useRuntimeCommands(): PaletteCommand[] {
  const install = useInstall();
  const allowed = useHost().actor.permissions.includes('runtime.manage');
  const status = useQuery(orpc.runtime.status.queryOptions({ input: {}, enabled: allowed }));
  if (!allowed || !status.data?.canInstall.ok || status.data.installTaskId) return [];
  return [
    {
      id: 'install nvflare',
      group: 'Actions',
      label: `Install NVFlare ${status.data.installVersion}`,
      words: 'runtime python',
      icon: Download,
      run: () => install.mutate({}),
    },
  ];
}

function useUpkeepCommands(): PaletteCommand[] {
  const navigate = useNavigate();
  if (!useHost().actor.permissions.includes('upkeep.read')) return [];
  return [
    {
      id: 'upkeep',
      group: 'Actions',
      label: 'Upkeep: backups, clean-up, disk use',
      words: 'restore diagnostics move machine',
      icon: Archive,
      onlySearched: true,
      run: () => void navigate({ to: '/settings/upkeep' }),
    },
  ];
}

function useThemeCommands(): PaletteCommand[] {
  const update = useMutation(
    orpc.settings.update.mutationOptions({
      onSuccess: (view) => queryClient.setQueryData(orpc.settings.get.queryKey(), view),
      onError: (error) => toast.error(error),
    }),
  );
  if (!useHost().actor.permissions.includes('settings.write')) return [];
  const command = (
    theme: Settings['theme'],
    label: string,
    icon: PaletteCommand['icon'],
  ): PaletteCommand => ({
    id: `theme ${theme}`,
    group: 'Actions',
    label,
    words: 'appearance colours',
    icon,
    onlySearched: true,
    run: () => update.mutate({ theme }),
  });
  return [
    command('light', 'Theme: light', Sun),
    command('dark', 'Theme: dark', Moon),
    command('system', 'Theme: as the system', Monitor),
  ];
}

function useFolderCommands(): PaletteCommand[] {
  if (!useHost().capabilities.openPath) return [];
  return [
    {
      id: 'open data directory',
      group: 'Actions',
      label: 'Open the data directory',
      icon: FolderOpen,
      onlySearched: true,
      run: () => void client.host.openDataDirectory().catch((error: unknown) => toast.error(error)),
    },
  ];
}
