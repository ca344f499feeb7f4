// Loaded inside Electron before the app that is measured. Writes one line of JSON when its first page can be
// used, and one with the memory of all its processes a while later.
import { readFileSync } from 'node:fs';
import { app } from 'electron';

/** Long enough for what an app does once its page is there; the same for both. */
const settleMs = 5000;

/** True in the page once it shows a heading and waits for nothing; an empty page has neither. */
const usable = `new Promise((resolve) => {
  const look = () => {
    const ready = document.title === 'empty' || (document.querySelector('main h1') && !document.querySelector('main [aria-busy="true"]'));
    if (ready) requestAnimationFrame(() => setTimeout(resolve));
    else requestAnimationFrame(look);
  };
  look();
})`;

/** Bytes of one process, what it shares with others counted in parts: Linux alone can tell. */
function ownBytes({ pid, memory }) {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) * 1024;
  } catch {
    return memory.workingSetSize * 1024;
  }
}

const say = (news) => process.stdout.write(`${JSON.stringify(news)}\n`);

async function report(contents) {
  await contents.executeJavaScript(usable);
  say({ benchReady: true });
  setTimeout(() => {
    say({ benchBytes: app.getAppMetrics().reduce((sum, metric) => sum + ownBytes(metric), 0) });
  }, settleMs);
}

app.once('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', () => void report(contents));
});
