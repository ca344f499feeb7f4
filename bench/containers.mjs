import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startSlowEngine } from './engine-proxy.mjs';
import { addHost, goTo, withHost } from './hosts.mjs';
import { askEngine, startCopies, startDockerd, testImage } from './peers.mjs';
import { median } from './table.mjs';
import { bundlePageClient } from './window.mjs';

async function withEngine(use) {
  const dockerd = await startDockerd();
  try {
    dockerd.docker('run', '-d', '--network', 'none', '--name', 'site-1', testImage, 'sleep', '100000');
    return await use(dockerd);
  } finally {
    await dockerd.end();
  }
}

/** In the page: milliseconds from the way to the containers of all hosts until each host is shown, by its name. */
const openContainers = (names) =>
  new Promise((resolve) => {
    const start = performance.now();
    const shown = {};
    const look = () => {
      for (const item of document.querySelectorAll('[aria-label="Hosts"] li')) {
        const name = names.find((each) => item.textContent.startsWith(`${each}Docker`));
        if (name) shown[name] ??= performance.now() - start;
      }
      if (Object.keys(shown).length === names.length) {
        observer.disconnect();
        resolve(shown);
      }
    };
    const observer = new MutationObserver(() => look());
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    location.hash = '#/containers';
  });

/** The containers of many hosts over SSH, one of which takes a second, beside what that one takes by itself. */
export function measureRefresh({ hosts, slowMs, rounds, target, othersTarget }) {
  return withEngine((dockerd) =>
    withHost(async ({ page, sshd, cli, machine }) => {
      const slow = await startSlowEngine(dockerd.socket, path.join(machine.folder, 'slow.sock'), slowMs);
      try {
        const names = Array.from(
          { length: hosts },
          (_, index) => `site-${String(index + 1).padStart(2, '0')}`,
        );
        const slowest = names.at(-1);
        for (const name of names)
          await addHost(cli, sshd, name, { dockerSocket: name === slowest ? slow.socket : dockerd.socket });
        // The one of the terminals has no engine that it could show.
        const [north] = (await cli.call('hosts.list')).filter(({ name }) => name === 'north');
        await cli.call('hosts.remove', { hostId: north.id });
        await page.reload();
        await page.getByRole('main').waitFor();
        const all = [];
        const others = [];
        const bare = [];
        for (let round = 0; round <= rounds; round += 1) {
          const start = performance.now();
          await askEngine(slow.socket, '/containers/json?all=1');
          bare.push((performance.now() - start) / 1000);
          const shown = await page.evaluate(openContainers, names);
          all.push(shown[slowest] / 1000);
          others.push(Math.max(...names.filter((name) => name !== slowest).map((name) => shown[name])));
          await goTo(page, '/logs');
          await page.getByRole('heading', { name: 'Logs', level: 1 }).waitFor();
        }
        // The first one also connects to them all.
        const middle = (list) => median(list.slice(1));
        return [
          {
            name: `containers of ${hosts} hosts, one answering in ${slowMs / 1000} s / that one`,
            ...{ ours: middle(all), bare: middle(bare), unit: 's', target },
          },
          {
            name: `the other ${hosts - 1} of them are shown`,
            ...{ ours: middle(others), unit: 'ms', target: othersTarget },
          },
        ];
      } finally {
        slow.end();
      }
    }),
  );
}

/** Bytes that a process has for itself, what it shares counted in parts. */
const ownBytes = (pid) =>
  Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) * 1024;

/**
 * Memory of the page and of its host after an hour of the use of many containers, beside that after a tenth of it. The
 * engine is asked every three seconds; here it is asked again as soon as it has answered, because something is done
 * to a container, so that an hour's 1200 rounds take minutes. All between the engine's socket and the page is real.
 */
export function measureStats({ containers, rounds, target }) {
  return withEngine((dockerd) =>
    withHost(async ({ page, pid, machine, cli }) => {
      const copies = await startCopies(dockerd.socket, path.join(machine.folder, 'copies.sock'), containers);
      try {
        const { id: hostId } = await cli.call('hosts.create', {
          ...{ name: 'here', kind: 'local', address: '', username: '', dockerSocket: copies.socket },
        });
        await goTo(page, `/containers?host=${hostId}`);
        await page.locator('[data-index="5"]').waitFor();
        await page.evaluate(await bundlePageClient());
        await page.evaluate(() => void (globalThis.benchClient = globalThis.bench.openSocket()));
        const heap = await page.context().newCDPSession(page);
        const read = async () => {
          await heap.send('HeapProfiler.collectGarbage');
          const { usedSize } = await heap.send('Runtime.getHeapUsage');
          return { page: usedSize / 2 ** 20, host: ownBytes(pid) / 2 ** 20 };
        };
        const samples = [];
        const every = Math.ceil(rounds / 20);
        while (copies.seen.lists < rounds) {
          const before = copies.seen.lists;
          await page.evaluate(
            (container) => globalThis.benchClient.containers.act({ ...container, action: 'start' }),
            { hostId, containerId: copies.first },
          );
          while (copies.seen.lists === before) await new Promise((resolve) => setTimeout(resolve, 10));
          if (copies.seen.lists % every === 0) samples.push(await read());
        }
        const middle = (list, key) => median(list.map((each) => each[key]));
        const row = (name, key) => ({
          name: `${name} after ${rounds} rounds of ${containers} containers / after ${rounds / 10}`,
          ...{
            ours: middle(samples.slice(-3), key),
            bare: middle(samples.slice(1, 4), key),
            unit: 'MiB',
            target,
          },
        });
        return [row('heap of the page', 'page'), row('memory of the host', 'host')];
      } finally {
        copies.end();
      }
    }),
  );
}
