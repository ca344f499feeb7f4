import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { HostPrompts } from '../hosts/prompt-dialog';
import { orpc } from '../rpc/client';
import { useLiveQueries } from '../rpc/use-live-queries';
import { ConfirmHost } from '../ui/confirm-host';
import { Toaster } from '../ui/toaster';
import { ConnectionBanner } from './connection-banner';
import { FileDrop } from './file-drop';
import { Palette } from './palette';
import { PickPathHost } from './pick-path';
import { ShortcutsDialog } from './shortcuts-dialog';
import { Sidebar } from './sidebar';
import { useTaskStream } from './task-stream';
import { useTheme } from './theme';
import { TopBar } from './top-bar';
import { useFrameShortcuts } from './use-frame-shortcuts';
import { useOpenedFiles } from './use-opened-files';

/** What stays while pages come and go. */
export function Frame() {
  const settings = useQuery(orpc.settings.get.queryOptions());
  useTheme(settings.data?.theme);
  useLiveQueries();
  useTaskStream();
  useFrameShortcuts();
  useOpenedFiles();
  return (
    <div className="flex h-full flex-col">
      <TopBar />
      <ConnectionBanner />
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <main data-region tabIndex={-1} className="min-w-0 flex-1">
          <Outlet />
        </main>
      </div>
      <Palette />
      <ShortcutsDialog />
      <ConfirmHost />
      <PickPathHost />
      <HostPrompts />
      <FileDrop />
      <Toaster />
    </div>
  );
}
