import { Link } from '@tanstack/react-router';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useHost } from '../rpc/use-capabilities';
import { IconButton } from '../ui/button';
import { cn } from '../ui/cn';
import { formatCombo } from '../ui/shortcuts';
import { Tooltip } from '../ui/tooltip';
import { type Section, visibleSections } from './sections';
import { toggleSidebar, useSidebarCollapsed } from './sidebar-store';
import { WorkspaceSwitcher } from './workspace-switcher';

/** The sections, and the way to make room. */
export function Sidebar() {
  const { actor } = useHost();
  const collapsed = useSidebarCollapsed();
  const sections = visibleSections(actor.permissions);
  const group = (name: Section['group']) =>
    sections
      .filter((section) => section.group === name)
      .map((section) => (
        <SectionLink
          key={section.to}
          section={section}
          number={sections.indexOf(section) + 1}
          collapsed={collapsed}
        />
      ));
  return (
    <nav
      aria-label="Sections"
      data-region
      tabIndex={-1}
      className={cn(
        'flex shrink-0 flex-col gap-0.5 overflow-x-hidden overflow-y-auto border-r border-line bg-sunken p-2 transition-[width] duration-140 ease-calm',
        collapsed ? 'w-14' : 'w-58',
      )}
    >
      {actor.permissions.includes('projects.read') ? <WorkspaceSwitcher collapsed={collapsed} /> : null}
      {group('top')}
      <GroupTitle collapsed={collapsed}>Build</GroupTitle>
      {group('build')}
      {group('run').length > 0 ? <GroupTitle collapsed={collapsed}>Run</GroupTitle> : null}
      {group('run')}
      <div className="mt-auto flex flex-col gap-0.5 pt-3">{group('bottom')}</div>
      <div
        className={cn('mt-1 flex border-t border-line pt-2', collapsed ? 'justify-center' : 'justify-end')}
      >
        <IconButton
          icon={collapsed ? PanelLeftOpen : PanelLeftClose}
          label={collapsed ? 'Open the sidebar' : 'Collapse the sidebar'}
          aria-expanded={!collapsed}
          side="right"
          onClick={toggleSidebar}
        />
      </div>
    </nav>
  );
}

function GroupTitle({ collapsed, children }: { collapsed: boolean; children: string }) {
  if (collapsed) return <div aria-hidden className="mx-2 my-2 h-px bg-line" />;
  return <p className="px-2.5 pt-4 pb-1 text-xs font-medium text-faint">{children}</p>;
}

interface SectionLinkProps {
  section: Section;
  number: number;
  collapsed: boolean;
}

function SectionLink({ section, number, collapsed }: SectionLinkProps) {
  const { icon: Icon, label, to } = section;
  const link = (
    <Link
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      aria-label={collapsed ? label : undefined}
      className={cn(
        'group flex h-8 shrink-0 items-center gap-2.5 rounded px-2.5 text-muted hover:bg-hover hover:text-ink data-[status=active]:bg-surface data-[status=active]:font-medium data-[status=active]:text-ink data-[status=active]:shadow-[inset_0_0_0_1px_var(--line)]',
        collapsed && 'justify-center px-0',
      )}
    >
      <Icon
        aria-hidden
        className="size-4 shrink-0 group-data-[status=active]:text-accent"
        strokeWidth={1.75}
      />
      {collapsed ? null : <span className="flex-1 truncate">{label}</span>}
      {collapsed ? null : (
        <kbd
          aria-hidden
          className="font-sans text-xs text-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
        >
          {formatCombo(`mod+${number}`)}
        </kbd>
      )}
    </Link>
  );
  return collapsed ? (
    <Tooltip content={`${label} ${formatCombo(`mod+${number}`)}`} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
