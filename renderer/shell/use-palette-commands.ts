import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  Boxes,
  Cable,
  Container,
  FolderKanban,
  FolderOpen,
  History,
  Keyboard,
  KeyRound,
  Layers,
  PanelLeft,
  Play,
  Radar,
  SquareTerminal,
} from 'lucide-react';
import { orpc } from '../rpc/client';
import { kitListOptions } from '../rpc/kit-list';
import { useHost } from '../rpc/use-capabilities';
import { useWorkspaces, useWorkspaceView, viewWorkspace } from '../rpc/workspace-view';
import { formatCombo } from '../ui/shortcuts';
import { useFramePanels } from './frame-panels';
import type { PaletteCommand } from './palette-match';
import { visibleSections } from './sections';
import { toggleSidebar } from './sidebar-store';
import { useDeploymentCommands } from './use-deployment-commands';
import { useHostCommands } from './use-host-commands';
import { useProvision } from './use-provision';

/** Everything that can be gone to or done from anywhere. */
export function usePaletteCommands(): PaletteCommand[] {
  return [
    ...usePages(),
    ...useFrameCommands(),
    ...useHostCommands(),
    ...useWorkspaceCommands(),
    ...useProjectCommands(),
    ...useKitCommands(),
    ...useFileCommands(),
    ...useStockCommands(),
    ...useTerminalCommands(),
    ...useDeploymentCommands(),
    ...useCheckCommands(),
  ];
}

function usePages(): PaletteCommand[] {
  const navigate = useNavigate();
  return visibleSections(useHost().actor.permissions).map(({ to, label, icon }, index) => ({
    id: `page ${to}`,
    group: 'Pages',
    label,
    icon,
    ...(index < 9 && { shortcut: formatCombo(`mod+${index + 1}`) }),
    run: () => void navigate({ to }),
  }));
}

function useFrameCommands(): PaletteCommand[] {
  const openShortcuts = useFramePanels((s) => s.openShortcuts);
  return [
    {
      id: 'shortcuts',
      group: 'Actions',
      label: 'Keyboard shortcuts',
      icon: Keyboard,
      shortcut: '?',
      onlySearched: true,
      run: openShortcuts,
    },
    {
      id: 'sidebar',
      group: 'Actions',
      label: 'Collapse or open the sidebar',
      icon: PanelLeft,
      shortcut: formatCombo('mod+b'),
      onlySearched: true,
      run: toggleSidebar,
    },
  ];
}

/** The others, and all of them together. */
function useWorkspaceCommands(): PaletteCommand[] {
  const { data = [] } = useWorkspaces();
  const view = useWorkspaceView();
  if (data.length < 2) return [];
  return [...data, { id: null, name: 'All workspaces' }]
    .filter(({ id }) => id !== view)
    .map(({ id, name }) => ({
      id: `workspace ${id ?? ''}`,
      group: 'Actions',
      label: `Show ${name}`,
      words: 'switch workspace',
      icon: Layers,
      onlySearched: true,
      run: () => viewWorkspace(id),
    }));
}

function useProjectCommands(): PaletteCommand[] {
  const navigate = useNavigate();
  const provision = useProvision();
  const { permissions } = useHost().actor;
  const workspaceId = useWorkspaceView();
  const projects = useQuery(
    orpc.projects.list.queryOptions({
      input: { workspaceId },
      enabled: permissions.includes('projects.read'),
    }),
  );
  const mayRun = permissions.includes('provisioning.run');
  return (projects.data?.projects ?? []).flatMap((project): PaletteCommand[] => [
    {
      id: `project ${project.id}`,
      group: 'Projects',
      label: project.name,
      detail: project.description,
      icon: FolderKanban,
      run: () => void navigate({ to: '/projects/$projectId', params: { projectId: project.id } }),
    },
    {
      id: `kit history ${project.id}`,
      group: 'Projects',
      label: `Kit history of ${project.name}`,
      icon: History,
      onlySearched: true,
      run: () => void navigate({ to: '/projects/$projectId/kit-history', params: { projectId: project.id } }),
    },
    ...(mayRun
      ? [
          {
            id: `provision ${project.id}`,
            group: 'Actions' as const,
            label: `Provision ${project.name}`,
            icon: Play,
            onlySearched: true,
            run: () => provision.mutate({ projectId: project.id }),
          },
          {
            id: `ca ${project.id}`,
            group: 'Actions' as const,
            label: `CA of ${project.name}`,
            icon: KeyRound,
            onlySearched: true,
            run: () => void navigate({ to: '/projects/$projectId/ca', params: { projectId: project.id } }),
          },
        ]
      : []),
  ]);
}

function useKitCommands(): PaletteCommand[] {
  const navigate = useNavigate();
  const { permissions } = useHost().actor;
  const workspaceId = useWorkspaceView();
  const kits = useQuery({ ...kitListOptions({ workspaceId }), enabled: permissions.includes('kits.read') });
  return (kits.data ?? []).map((kit) => ({
    id: `kit ${kit.id}`,
    group: 'Kits',
    label: kit.participant,
    detail: `${kit.type} of ${kit.projectName}`,
    icon: Boxes,
    onlySearched: true,
    run: () => void navigate({ to: '/kits', search: { project: kit.projectId, kit: kit.id } }),
  }));
}

const stockPages = [
  { to: '/containers/images', label: 'Images' },
  { to: '/containers/volumes', label: 'Volumes' },
  { to: '/containers/networks', label: 'Networks' },
  { to: '/containers/secrets', label: 'Secrets for containers' },
  { to: '/containers/clean-up', label: 'Clean up hosts' },
] as const;

/** The tabs beside the containers. */
function useStockCommands(): PaletteCommand[] {
  const navigate = useNavigate();
  if (!useHost().actor.permissions.includes('containers.read')) return [];
  return stockPages.map(({ to, label }) => ({
    ...{ id: to, group: 'Pages', label, icon: Container, onlySearched: true },
    run: () => void navigate({ to }),
  }));
}

/** The files of each host, and the ports that are forwarded. */
function useFileCommands(): PaletteCommand[] {
  const navigate = useNavigate();
  const { permissions } = useHost().actor;
  const mayUse = permissions.includes('hosts.use');
  const hosts = useQuery(orpc.hosts.list.queryOptions({ enabled: mayUse }));
  if (!mayUse) return [];
  return [
    {
      id: 'forwards',
      group: 'Pages',
      label: 'Forwarded ports',
      icon: Cable,
      onlySearched: true,
      run: () => void navigate({ to: '/forwards' }),
    },
    ...(hosts.data ?? [])
      .filter(({ kind }) => kind === 'ssh')
      .map(({ id, name }): PaletteCommand => ({
        id: `files ${id}`,
        group: 'Pages',
        label: `Files of ${name}`,
        icon: FolderOpen,
        onlySearched: true,
        run: () => void navigate({ to: '/hosts/$hostId/files', params: { hostId: id } }),
      })),
  ];
}

function useTerminalCommands(): PaletteCommand[] {
  const navigate = useNavigate();
  const { permissions } = useHost().actor;
  const hosts = useQuery(orpc.hosts.list.queryOptions({ enabled: permissions.includes('hosts.use') }));
  return (hosts.data ?? [])
    .filter(({ kind }) => kind === 'ssh')
    .map(({ id, name, address }) => ({
      id: `terminal ${id}`,
      group: 'Actions',
      label: `Terminal on ${name}`,
      detail: address,
      words: 'shell ssh host console',
      icon: SquareTerminal,
      onlySearched: true,
      run: () => void navigate({ to: '/terminals', search: { host: id } }),
    }));
}

function useCheckCommands(): PaletteCommand[] {
  const navigate = useNavigate();
  if (!useHost().actor.permissions.includes('hosts.use')) return [];
  return [
    {
      id: 'preflight',
      group: 'Actions',
      label: 'Check the connection of a kit',
      words: 'why will it not connect preflight',
      icon: Radar,
      onlySearched: true,
      run: () => void navigate({ to: '/preflight' }),
    },
  ];
}
