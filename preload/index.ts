import { ipcRenderer } from 'electron';

// Kept in step with `portMessage` of the contract by a test: a sandboxed preload must be one file, and the
// contract would bring zod and oRPC into it.
const portMessage = 'fedwright:port';

// The page makes a MessageChannel and posts one end to its own window; this hands it to the main process.
// Nothing is exposed to the page, so there is nothing on `window` to misuse.
window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== portMessage) return;
  const [port] = event.ports;
  if (port) ipcRenderer.postMessage(portMessage, null, [port]);
});
