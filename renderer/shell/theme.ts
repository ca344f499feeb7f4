import { useEffect } from 'react';
import type { Settings } from '../../preload/contract/settings';

type Theme = Settings['theme'];
const remembered = 'fedwright.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function apply(theme: Theme): void {
  const resolved = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset.theme = resolved;
}

/** Shows the theme of last time until the settings have arrived, so that the window does not flash. */
export function applyRememberedTheme(): void {
  const theme = localStorage.getItem(remembered);
  apply(theme === 'light' || theme === 'dark' ? theme : 'system');
}

/** Keeps the page in the theme of the settings, and with `system` in that of the system. */
export function useTheme(theme: Theme | undefined): void {
  useEffect(() => {
    if (!theme) return;
    localStorage.setItem(remembered, theme);
    const update = () => apply(theme);
    update();
    dark.addEventListener('change', update);
    return () => dark.removeEventListener('change', update);
  }, [theme]);
}
