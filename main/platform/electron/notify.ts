import { BrowserWindow, Notification, app as electron } from 'electron';
import type { Notice, Notify } from '../ports';

/** Those that can still be clicked: one that nothing holds is collected, and its click goes nowhere. */
const open = new Set<Notification>();

/** All systems say when they have shown one; Linux does not say when it could not. */
const answerMs = 10_000;

/** Notifications of the operating system. A click brings the window to the front, and shows what it is about. */
export const nativeNotify: Notify = {
  isSupported: () => Notification.isSupported(),
  show: (notice) =>
    new Promise((resolve) => {
      if (!Notification.isSupported()) return resolve(false);
      const { title, body } = notice;
      const notification = new Notification({ title, body, silent: true });
      const letGo = () => open.delete(notification);
      open.add(notification);
      notification.once('show', () => resolve(true));
      notification.once('close', letGo);
      notification.once('failed', () => {
        letGo();
        resolve(false);
      });
      notification.once('click', () => {
        letGo();
        follow(notice);
      });
      notification.show();
      setTimeout(() => resolve(false), answerMs).unref();
    }),
};

function follow({ link }: Notice): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.show();
  window?.focus();
  // As when the system is asked to open the link: where no window is open, one opens for it.
  if (link !== null) electron.emit('open-url', { preventDefault: () => undefined }, link);
}
