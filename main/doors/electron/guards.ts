import { type WebContents, app, session, shell } from 'electron';
import type { WindowLog } from './late-log';
import { isOwnPage, mayOpenOutside } from './origins';

/**
 * Everything that the page is not allowed, in one place: no permission but to copy, no other page in our
 * window, no window of its own, no webview. Links to a few known places open in the person's browser.
 */
export function guardContents(log: WindowLog): void {
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) =>
    mayUse(permission, origin),
  );
  session.defaultSession.setPermissionRequestHandler((contents, permission, answer) => {
    if (mayUse(permission, contents.getURL())) return answer(true);
    log.warn({ permission, page: contents.getURL() }, 'refused a permission to the page');
    answer(false);
  });
  session.defaultSession.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => guard(contents, log));
}

/** Writing plain text to the clipboard, for the "Copy" buttons of our own page. Reading it is not ours to do. */
const mayUse = (permission: string, url: string): boolean =>
  permission === 'clipboard-sanitized-write' && isOwnPage(url);

function guard(contents: WebContents, log: WindowLog): void {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url, log);
    return { action: 'deny' };
  });
  const stay = (event: { preventDefault(): void }, url: string): void => {
    if (isOwnPage(url)) return;
    event.preventDefault();
    openOutside(url, log);
  };
  // Of the main frame and of every other; `will-navigate` would tell of the main one a second time.
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

function openOutside(url: string, log: WindowLog): void {
  if (!mayOpenOutside(url)) return log.warn({ url: url.slice(0, 200) }, 'refused to open a foreign address');
  shell
    .openExternal(url)
    .catch((error: unknown) => log.warn({ err: error }, 'no browser opened the address'));
}
