import { type MenuItemConstructorOptions, BrowserWindow, Menu, app as electron, shell } from 'electron';
import { sections } from '../../../preload/contract/sections';
import type { Settings } from '../../../preload/contract/settings';
import type { App } from '../../app';
import { navigate } from './navigate';

interface MenuOptions {
  app: App;
  data: string;
}

/** The native menu. What it shares with the page's own shortcuts is shown here and handled there. */
export function installMenu(options: MenuOptions): void {
  const mac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [applicationMenu(options)] : []),
    fileMenu(options, mac),
    { role: 'editMenu' },
    viewMenu(options),
    goMenu(options),
    { role: 'windowMenu' },
    helpMenu(options, mac),
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function go(
  options: MenuOptions,
  label: string,
  route: string,
  accelerator?: string,
): MenuItemConstructorOptions {
  return { label, accelerator, click: () => navigate(route, options.app.log) };
}

function applicationMenu(options: MenuOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      about(options),
      { type: 'separator' },
      go(options, 'Settings…', '/settings', 'Cmd+,'),
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}

function fileMenu(options: MenuOptions, mac: boolean): MenuItemConstructorOptions {
  return {
    label: 'File',
    submenu: [
      go(options, 'New project', '/projects?new=1', 'CmdOrCtrl+N'),
      go(options, 'Import project.yml…', '/projects?import=1', 'CmdOrCtrl+O'),
      go(options, 'Export startup kits…', '/kits'),
      { type: 'separator' },
      ...(mac ? [] : [go(options, 'Settings', '/settings', 'Ctrl+,'), { type: 'separator' as const }]),
      mac ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

function viewMenu(options: MenuOptions): MenuItemConstructorOptions {
  const developer: MenuItemConstructorOptions[] = electron.isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }];
  return {
    label: 'View',
    submenu: [
      { label: 'Theme', submenu: themes.map(([theme, label]) => themeItem(options, theme, label)) },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...developer,
    ],
  };
}

const themes: [Settings['theme'], string][] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

function themeItem(
  { app }: MenuOptions,
  theme: Settings['theme'],
  label: string,
): MenuItemConstructorOptions {
  return {
    id: `theme-${theme}`,
    label,
    type: 'radio',
    checked: app.services.settings.current().theme === theme,
    click() {
      app.services.settings
        .update({ theme })
        .catch((error: unknown) => app.log.error({ err: error }, 'the theme could not be stored'));
    },
  };
}

/** Marks the theme that is in use, which the page may have changed. */
export function markTheme(theme: Settings['theme']): void {
  const item = Menu.getApplicationMenu()?.getMenuItemById(`theme-${theme}`);
  if (item) item.checked = true;
}

/** All sections of the sidebar; the first nine with the page's own shortcuts. */
function goMenu(options: MenuOptions): MenuItemConstructorOptions {
  return {
    label: 'Go',
    submenu: sections.map(({ label, to }, index) =>
      go(options, label, to, index < 9 ? `CmdOrCtrl+${index + 1}` : undefined),
    ),
  };
}

function helpMenu(options: MenuOptions, mac: boolean): MenuItemConstructorOptions {
  const { data, app } = options;
  return {
    role: 'help',
    submenu: [
      { label: 'Keyboard shortcuts', click: showShortcuts },
      {
        label: 'NVFlare documentation',
        click() {
          shell
            .openExternal(nvflareDocs)
            .catch((error: unknown) => app.log.warn({ err: error }, 'no browser opened the documentation'));
        },
      },
      {
        label: 'Open data directory',
        click() {
          void shell.openPath(data).then((complaint) => {
            if (complaint) app.log.warn({ complaint }, 'the data directory could not be opened');
          });
        },
      },
      // macOS has it in the menu of the application.
      ...(mac ? [] : [{ type: 'separator' as const }, about(options)]),
    ],
  };
}

/** One of the places that links may lead to: see origins.ts. */
const nvflareDocs = 'https://nvflare.readthedocs.io/';

/** The page's own, which says more than a system's panel and can be copied. */
const about = (options: MenuOptions): MenuItemConstructorOptions =>
  go(options, 'About Fedwright', '/settings?section=about');

/** The page lists its own shortcuts on `?`. */
function showShortcuts(): void {
  const contents = (BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0])?.webContents;
  contents?.sendInputEvent({ type: 'keyDown', keyCode: '?' });
  contents?.sendInputEvent({ type: 'keyUp', keyCode: '?' });
}
