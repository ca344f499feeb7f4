import { type MenuItemConstructorOptions, type WebContents, BrowserWindow, Menu } from 'electron';

/** The menu of the right mouse button, where there is text to take or a place to put it. */
export function offerContextMenu(contents: WebContents): void {
  contents.on('context-menu', (_event, { editFlags, isEditable, selectionText }) => {
    const canCopy = editFlags.canCopy && selectionText.trim() !== '';
    const items: MenuItemConstructorOptions[] = isEditable
      ? [
          { role: 'cut', enabled: editFlags.canCut && canCopy },
          { role: 'copy', enabled: canCopy },
          { role: 'paste', enabled: editFlags.canPaste },
          { type: 'separator' },
          { role: 'selectAll', enabled: editFlags.canSelectAll },
        ]
      : [{ role: 'copy', enabled: canCopy }];
    if (!isEditable && !canCopy) return;
    Menu.buildFromTemplate(items).popup({ window: BrowserWindow.fromWebContents(contents) ?? undefined });
  });
}
