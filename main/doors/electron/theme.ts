import { nativeTheme } from 'electron';
import type { Settings } from '../../../preload/contract/settings';
import type { App } from '../../app';

/** Keeps the window's own parts (dialogs, menus, scroll bars, background) in the theme that was chosen. */
export async function followTheme(
  app: App,
  signal: AbortSignal,
  onTheme: (theme: Settings['theme']) => void,
): Promise<void> {
  const apply = () => {
    const { theme } = app.services.settings.current();
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
    onTheme(theme);
  };
  apply();
  for await (const change of app.services.host.watch(signal)) if (change.seq > 0) apply();
}
