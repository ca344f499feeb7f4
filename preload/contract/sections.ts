import type { Permission } from './meta';

/** A section of the app: a page of its own in the sidebar and in the menu of the window. */
interface AnySection {
  to: `/${string}`;
  label: string;
  group: 'top' | 'build' | 'run' | 'bottom';
  permission: Permission;
}

/** In the order of the sidebar, and of Ctrl/Cmd+1 to 9. */
export const sections = [
  { to: '/', label: 'Overview', group: 'top', permission: 'host.read' },
  { to: '/projects', label: 'Projects', group: 'build', permission: 'projects.read' },
  { to: '/kits', label: 'Kits', group: 'build', permission: 'kits.read' },
  { to: '/certificates', label: 'Certificates', group: 'build', permission: 'certificates.read' },
  { to: '/distributed', label: 'Signing', group: 'build', permission: 'distributed.read' },
  { to: '/hosts', label: 'Hosts', group: 'run', permission: 'hosts.read' },
  { to: '/containers', label: 'Containers', group: 'run', permission: 'containers.read' },
  { to: '/deployments', label: 'Deployments', group: 'run', permission: 'deployments.read' },
  { to: '/terminals', label: 'Terminals', group: 'run', permission: 'hosts.use' },
  { to: '/local-federations', label: 'Local federations', group: 'run', permission: 'federations.run' },
  { to: '/audit', label: 'Audit', group: 'bottom', permission: 'audit.read' },
  { to: '/logs', label: 'Logs', group: 'bottom', permission: 'logs.read' },
  { to: '/settings', label: 'Settings', group: 'bottom', permission: 'settings.read' },
] as const satisfies readonly AnySection[];
export type AppSection = (typeof sections)[number];
