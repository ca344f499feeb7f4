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
      const giveUp = () => {
        letGo();
        resolve(false);
      };
      const timer = setTimeout(giveUp, answerMs).unref();
      open.add(notification);
      notification.once('show', () => {
        clearTimeout(timer);
        resolve(true);
      });
      notification.once('failed', giveUp);
      notification.once('close', letGo);
      notification.once('click', () => {
        letGo();
        follow(notice);
      });
      notification.show();
    }),
};

function follow({ link }: Notice): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.show();
  window?.focus();
  // As when the system is asked to open the link: where no window is open, one opens for it.
  electron.emit('open-url', { preventDefault: () => undefined }, link);
}
