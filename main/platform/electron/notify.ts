import { BrowserWindow, Notification } from 'electron';
import type { Notify } from '../ports';

/** Notifications of the operating system. A click brings the window to the front. */
export const nativeNotify: Notify = {
  show(title, body) {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body, silent: true });
    notification.on('click', () => {
      const [window] = BrowserWindow.getAllWindows();
      if (window?.isMinimized()) window.restore();
      window?.show();
      window?.focus();
    });
    notification.show();
  },
};
