import { findDisplay } from './display.mjs';
import { makeMachine } from './machine.mjs';
import { projectFile } from './provisioning.mjs';
import { median, percentile } from './table.mjs';
import { bundlePageClient, portMessage, startWindow } from './window.mjs';

/** Opens a window whose store has one project of that many sites, and hands over its page and the project's id. */
async function withProject(sites, use) {
  const machine = makeMachine();
  const display = await findDisplay();
  const app = await startWindow({ ...machine.env, ...display.env });
  try {
    const page = await app.firstWindow();
    await page.getByRole('main').waitFor();
    await page.evaluate(await bundlePageClient());
    const { summary } = await page.evaluate(
      ({ message, text }) => globalThis.bench.open(message).projects.import({ text }),
      { message: portMessage, text: projectFile('large', sites) },
    );
    return await use(page, summary.id);
  } finally {
    await app.close();
    display.end();
    machine.remove();
  }
}

const goTo = (page, route) => page.evaluate((hash) => (location.hash = hash), `#${route}`);

async function openTable(page, id) {
  await goTo(page, `/projects/${id}`);
  // By a plain selector: looking for roles is work of the page's own thread, and would be counted.
  await page.locator('[aria-label="Participants"] [data-index="4"]').waitFor();
  // What is left to do after the rows are there belongs to opening them.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 })));
}

/** The longest task of the page's thread while something is done, milliseconds; 50 for shorter ones, see below. */
async function longestTask(page, act) {
  await page.evaluate(() => {
    globalThis.benchTasks = [];
    globalThis.benchObserver?.disconnect();
    globalThis.benchObserver = new PerformanceObserver((list) =>
      globalThis.benchTasks.push(...list.getEntries().map((entry) => entry.duration)),
    );
    globalThis.benchObserver.observe({ type: 'longtask' });
  });
  await act();
  return page.evaluate(() => {
    const late = globalThis.benchObserver.takeRecords().map((entry) => entry.duration);
    return Math.max(50, ...globalThis.benchTasks, ...late);
  });
}

/**
 * The longest task of the page's thread while the table of a large project opens, milliseconds. What is shorter
 * than 50 ms is no long task to Chromium and counts as 50. The first opening, which loads the page's code as well, has
 * a row of its own.
 */
export async function measureTable({ participants, rounds, target }) {
  const { first, found } = await withProject(participants, async (page, id) => {
    const open = () => longestTask(page, () => openTable(page, id));
    const first = await open();
    const found = [];
    for (let round = 0; round < rounds; round += 1) {
      await goTo(page, '/projects');
      await page.locator('[aria-label="Projects"] [data-index="0"]').waitFor();
      found.push(await open());
    }
    return { first, found };
  });
  const name = `opening the ${participants}-row participants table: longest main-thread task`;
  return [
    { name, ours: median(found), unit: 'ms', target },
    { name: '  in the worst of these openings', ours: Math.max(...found), unit: 'ms' },
    { name: '  in the first opening after the start', ours: first, unit: 'ms' },
  ];
}

/** Slower than the pause before a check, so that every key is checked, and checks end while keys are typed. */
const keyPauseMs = 180;

/** From a key to the frame that shows it, milliseconds, in a project whose every edit is validated. */
export async function measureTyping({ participants, keys, target }) {
  const found = await withProject(participants, async (page, id) => {
    await openTable(page, id);
    await page.getByText('site-7', { exact: true }).click();
    const field = page.getByRole('complementary').getByLabel('Organisation');
    await field.focus();
    await page.evaluate(() => {
      globalThis.benchKeys = [];
      const afterPaint = (done) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = done;
          port2.postMessage(null);
        });
      document.addEventListener(
        'keydown',
        ({ timeStamp }) => afterPaint(() => globalThis.benchKeys.push(performance.now() - timeStamp)),
        true,
      );
    });
    await field.pressSequentially('x'.repeat(keys), { delay: keyPauseMs });
    const perKey = await page.evaluate(() => globalThis.benchKeys);
    // A window with unsaved edits asks before it closes.
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Unsaved changes').waitFor({ state: 'hidden' });
    return perKey;
  });
  const name = `typing in a ${participants}-participant project, validation included, per key`;
  return [
    { name, ours: median(found), unit: 'ms', target },
    { name: '  for 95 of 100 keys', ours: percentile(found, 95), unit: 'ms' },
  ];
}
