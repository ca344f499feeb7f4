import {
  Boxes,
  Container,
  FileBadge,
  FlaskConical,
  FolderKanban,
  LayoutDashboard,
  type LucideIcon,
  Rocket,
  ScrollText,
  Server,
  Settings,
  ShieldCheck,
  Signature,
  SquareTerminal,
} from 'lucide-react';
import type { Permission } from '../../preload/contract/meta';

export interface Section {
  to:
    | '/'
    | '/projects'
    | '/kits'
    | '/certificates'
    | '/distributed'
    | '/hosts'
    | '/containers'
    | '/deployments'
    | '/terminals'
    | '/local-federations'
    | '/audit'
    | '/logs'
    | '/settings';
  label: string;
  icon: LucideIcon;
  group: 'top' | 'build' | 'run' | 'bottom';
  permission: Permission;
}

/** The sections of the sidebar, in the order of Ctrl/Cmd+1 to 9. */
const sections: Section[] = [
  { to: '/', label: 'Overview', icon: LayoutDashboard, group: 'top', permission: 'host.read' },
  { to: '/projects', label: 'Projects', icon: FolderKanban, group: 'build', permission: 'projects.read' },
  { to: '/kits', label: 'Kits', icon: Boxes, group: 'build', permission: 'kits.read' },
  {
    to: '/certificates',
    label: 'Certificates',
    icon: FileBadge,
    group: 'build',
    permission: 'certificates.read',
  },
  {
    to: '/distributed',
    label: 'Signing',
    icon: Signature,
    group: 'build',
    permission: 'distributed.read',
  },
  { to: '/hosts', label: 'Hosts', icon: Server, group: 'run', permission: 'hosts.read' },
  { to: '/containers', label: 'Containers', icon: Container, group: 'run', permission: 'containers.read' },
  { to: '/deployments', label: 'Deployments', icon: Rocket, group: 'run', permission: 'deployments.read' },
  { to: '/terminals', label: 'Terminals', icon: SquareTerminal, group: 'run', permission: 'hosts.use' },
  {
    to: '/local-federations',
    label: 'Local federations',
    icon: FlaskConical,
    group: 'run',
    permission: 'federations.run',
  },
  { to: '/audit', label: 'Audit', icon: ShieldCheck, group: 'bottom', permission: 'audit.read' },
  { to: '/logs', label: 'Logs', icon: ScrollText, group: 'bottom', permission: 'logs.read' },
  { to: '/settings', label: 'Settings', icon: Settings, group: 'bottom', permission: 'settings.read' },
];

/** What this person may see. */
export function visibleSections(permissions: readonly Permission[]): Section[] {
  return sections.filter((section) => permissions.includes(section.permission));
}
