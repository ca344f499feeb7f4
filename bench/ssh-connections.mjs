import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { goTo, withHost } from './hosts.mjs';
import { startDockerd } from './peers.mjs';

/** How many connections to the server there are now, as the kernel counts them. */
function openTo({ port }) {
  const { stdout } = spawnSync('ss', ['-Htn', 'state', 'established', `sport = :${port}`], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter(Boolean).length;
}

const withinMs = 180_000;
function assertBefore(until, task) {
  if (performance.now() <= until) return;
  const seen = task ? `it is ${task.state}: ${JSON.stringify(task)}` : 'it has not begun';
  throw new Error(`the upload has not ended in time; ${seen}`);
}

async function openTerminals(page, hostId) {
  const panes = page.getByRole('region', { name: 'Terminal on north' });
  await goTo(page, `/terminals?host=${hostId}`);
  await panes.first().waitFor();
  for (const count of [2, 3]) {
    await page.getByRole('button', { name: 'Split to the right' }).first().click();
    await panes.nth(count - 1).waitFor();
  }
  for (const index of [0, 1, 2]) await panes.nth(index).and(page.locator('[data-state="open"]')).waitFor();
}

async function openForward(page, port) {
  await goTo(page, '/forwards');
  await page.getByRole('button', { name: 'Forward a port' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forward a port' });
  await dialog.getByRole('textbox', { name: /^Port( \*)?$/ }).fill(String(port));
  await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
  return page
    .getByRole('link', { name: /in the browser$/ })
    .first()
    .getAttribute('href');
}

/**
 * SSH connections to a host with three terminals, its containers, an upload under way and a forward in use: those
 * that there are at once, as the kernel counts them, and all that the server has ever let in, as its log says.
 */
export function measureConnections({ megabytes, target }) {
  return withHost(async ({ page, hostId, sshd, cli, machine }) => {
    const dockerd = await startDockerd();
    const service = http.createServer((_request, response) => response.end('from the host'));
    await new Promise((resolve) => service.listen(0, '127.0.0.1', resolve));
    try {
      const host = (await cli.call('hosts.list')).find(({ id }) => id === hostId);
      await cli.call('hosts.update', { ...host, hostId, dockerSocket: dockerd.socket });
      const before = sshd.accepted();
      await openTerminals(page, hostId);
      const answer = await fetch(await openForward(page, service.address().port));
      if ((await answer.text()) !== 'from the host') throw new Error('the forward leads elsewhere');
      const [near, far] = ['near', 'far'].map((name) => path.join(machine.folder, name));
      for (const folder of [near, far]) mkdirSync(folder);
      const file = path.join(near, 'upload.bin');
      writeFileSync(file, Buffer.alloc(megabytes * 1_000_000, 'fedwright'));
      await goTo(page, `/hosts/${hostId}/files?typed=${encodeURIComponent(far)}`);
      await page.getByLabel('Files to upload').setInputFiles(file);
      const upload = async () =>
        (await cli.call('tasks.list')).find(({ kind }) => kind === 'remoteFiles.upload');
      const until = performance.now() + withinMs;
      // The browser hands the file over first.
      while (!(await upload())) assertBefore(until);
      await goTo(page, '/containers');
      await page.locator('[aria-label="Hosts"] li', { hasText: 'Docker' }).waitFor();
      let most = openTo(sshd);
      let task = await upload();
      if (task.finishedAt) throw new Error('the upload was over before all was open: take a larger one');
      for (; !task.finishedAt; task = await upload()) {
        assertBefore(until, task);
        most = Math.max(most, openTo(sshd));
      }
      if (task.state !== 'succeeded') throw new Error(`the upload is ${task.state}: ${JSON.stringify(task)}`);
      const logins = sshd.accepted() - before;
      const all = 'with 3 terminals, containers, upload and forward';
      return [
        { name: `SSH connections to a host ${all}`, ours: most, unit: 'at once', target },
        { name: `logins at the host ${all}`, ours: logins, unit: 'in all', target },
      ];
    } finally {
      service.closeAllConnections();
      service.close();
      await dockerd.end();
    }
  });
}
