import type { ITheme } from '@xterm/xterm';

/** The sixteen colours that programs choose from, made for each ground; the rest comes from the page's tokens. */
const light: ITheme = {
  ...{ black: '#24292f', red: '#b3261e', green: '#1a6b3a', yellow: '#7a5200' },
  ...{ blue: '#0b5cad', magenta: '#8a2f8f', cyan: '#0f6674', white: '#5c6670' },
  ...{ brightBlack: '#57606a', brightRed: '#c5362c', brightGreen: '#1f7d44', brightYellow: '#8a5d00' },
  ...{ brightBlue: '#1668bf', brightMagenta: '#9a3ca0', brightCyan: '#14717f', brightWhite: '#3a434b' },
};
const dark: ITheme = {
  ...{ black: '#3b444c', red: '#ff8a80', green: '#7fd49b', yellow: '#e5c06a' },
  ...{ blue: '#82b4ff', magenta: '#d9a3e0', cyan: '#6fd0dd', white: '#d5dade' },
  ...{ brightBlack: '#8b959e', brightRed: '#ffaba4', brightGreen: '#a2e4b8', brightYellow: '#f2d58e' },
  ...{ brightBlue: '#a8ccff', brightMagenta: '#e8c1ec', brightCyan: '#97e0ea', brightWhite: '#f5f7f8' },
};

/** The theme that the page is in now. */
export function currentTheme(): ITheme {
  const isDark = document.documentElement.dataset.theme === 'dark';
  return {
    ...(isDark ? dark : light),
    ...{ background: tokenColour('--surface'), foreground: tokenColour('--ink') },
    ...{ cursor: tokenColour('--accent'), cursorAccent: tokenColour('--surface') },
    selectionBackground: isDark ? '#35606a' : '#b9dbe0',
  };
}

/** Calls back when the page changes its theme. Returns how to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** A token as `#rrggbb`: a terminal knows no OKLCH. */
function tokenColour(name: string): string {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!context) return '#808080';
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[r, g, b].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
