// For the bench's own window only: the barest way to the main process that Electron has.
const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('bare', { ask: () => ipcRenderer.invoke('bench:ask') });
