import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useHost } from '../rpc/use-capabilities';
import { listenForShortcuts, useShortcut } from '../ui/shortcuts';
import { useFramePanels } from './frame-panels';
import { moveRegion } from './regions';
import { visibleSections } from './sections';
import { toggleSidebar } from './sidebar-store';

/** The shortcuts that work on every page. */
export function useFrameShortcuts(): void {
  const navigate = useNavigate();
  const { permissions } = useHost().actor;
  const sections = visibleSections(permissions);
  const { openPalette, openShortcuts } = useFramePanels();
  const go = (index: number) => {
    const section = sections[index];
    return section ? () => void navigate({ to: section.to }) : null;
  };
  useEffect(listenForShortcuts, []);
  useShortcut('mod+k', openPalette, 'Command palette');
  useShortcut('?', openShortcuts, 'All shortcuts');
  useShortcut('mod+,', () => void navigate({ to: '/settings' }), 'Settings');
  useShortcut(
    'mod+`',
    permissions.includes('hosts.use') ? () => void navigate({ to: '/terminals' }) : null,
    'Terminals',
  );
  useShortcut('mod+b', toggleSidebar, 'Collapse or open the sidebar');
  useShortcut('f6', () => moveRegion(1), 'Next region of the window');
  useShortcut('shift+f6', () => moveRegion(-1), 'Previous region of the window');
  useShortcut('mod+1', go(0), sections[0]?.label);
  useShortcut('mod+2', go(1), sections[1]?.label);
  useShortcut('mod+3', go(2), sections[2]?.label);
  useShortcut('mod+4', go(3), sections[3]?.label);
  useShortcut('mod+5', go(4), sections[4]?.label);
  useShortcut('mod+6', go(5), sections[5]?.label);
  useShortcut('mod+7', go(6), sections[6]?.label);
  useShortcut('mod+8', go(7), sections[7]?.label);
  useShortcut('mod+9', go(8), sections[8]?.label);
}
