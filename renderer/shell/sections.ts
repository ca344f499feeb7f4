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
import { type AppSection, sections } from '../../preload/contract/sections';

export type Section = AppSection & { icon: LucideIcon };

const icons: Record<AppSection['to'], LucideIcon> = {
  '/': LayoutDashboard,
  '/projects': FolderKanban,
  '/kits': Boxes,
  '/certificates': FileBadge,
  '/distributed': Signature,
  '/hosts': Server,
  '/containers': Container,
  '/deployments': Rocket,
  '/terminals': SquareTerminal,
  '/local-federations': FlaskConical,
  '/audit': ShieldCheck,
  '/logs': ScrollText,
  '/settings': Settings,
};

/** What this person may see of the sections, in their order. */
export const visibleSections = (permissions: readonly Permission[]): Section[] =>
  sections
    .filter(({ permission }) => permissions.includes(permission))
    .map((section) => ({ ...section, icon: icons[section.to] }));
