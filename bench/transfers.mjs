import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { goTo, withHostInWindow } from './hosts.mjs';
import { median } from './table.mjs';
import { bundlePageClient, portMessage } from './window.mjs';

async function makeFile(file, megabytes) {
  const stream = createWriteStream(file);
  for (let at = 0; at < megabytes; at += 1)
    if (!stream.write(randomBytes(1_000_000))) await once(stream, 'drain');
  stream.end();
  await once(stream, 'close');
}

/** Seconds of OpenSSH's sftp for one command. `-f` in it has it wait for the disk, as the app does. */
function sftp(sshd, command) {
  const options = [
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'Ciphers=aes128-gcm@openssh.com',
  ];
  const start = performance.now();
  const { status, stderr } = spawnSync(
    'sftp',
    [
      ...['-q', '-b', '-', '-P', String(sshd.port), '-i', sshd.keyFile],
      ...options.flatMap((each) => ['-o', each]),
      `${sshd.username}@${sshd.address}`,
    ],
    { input: `${command}\n`, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`sftp ${command}: ${stderr}`);
  return (performance.now() - start) / 1000;
}

/** Seconds from the click to the news that the task of this kind has ended well. */
async function throughPage(page, kind, click) {
  const ended = page.evaluate(
    ([wanted, message]) =>
      new Promise((resolve, reject) => {
        const follow = async () => {
          globalThis.benchClient ??= globalThis.bench.open(message);
          const known = new Set();
          for await (const event of await globalThis.benchClient.tasks.watch()) {
            if (event.type !== 'changed') {
              for (const { id } of event.tasks ?? []) known.add(id);
              globalThis.benchStart = performance.now();
              continue;
            }
            const { task } = event;
            if (task.kind !== wanted || known.has(task.id) || !task.finishedAt) continue;
            if (task.state !== 'succeeded') throw new Error(JSON.stringify(task.error));
            return (performance.now() - globalThis.benchStart) / 1000;
          }
        };
        document.addEventListener('click', () => (globalThis.benchStart = performance.now()), true);
        follow().then(resolve, reject);
      }),
    [kind, portMessage],
  );
  await page.waitForFunction(() => globalThis.benchStart !== undefined);
  await click();
  return ended;
}

/** Seconds of the same task in a process of the command line, which ends with it. */
async function throughCommandLine(cli, name, input) {
  await cli.call(`remoteFiles.${name}`, input);
  const [task] = (await cli.call('tasks.list', { limit: 20 })).filter(
    ({ kind }) => kind === `remoteFiles.${name}`,
  );
  if (task.state !== 'succeeded') throw new Error(JSON.stringify(task.error));
  return (task.finishedAt - task.startedAt) / 1000;
}

const encode = (file) => Buffer.from(file).toString('base64url');

const answerDialogs = (app, open, save) =>
  app.evaluate(
    ({ dialog }, [chosen, filePath]) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    },
    [open, save],
  );

/**
 * Upload and download of one file beside OpenSSH's sftp, in turns: through the window, whose Electron
 * brings a cryptographic library of its own, and by the command line, which is Node as the browser host is.
 */
export async function measureTransfers({ megabytes, rounds, target }) {
  const times = { put: [], upload: [], send: [], get: [], download: [], fetch: [] };
  await withHostInWindow(async ({ app, page, machine, sshd, hostId, cli }) => {
    const [near, far] = ['near', 'far'].map((name) => path.join(machine.folder, name));
    for (const folder of [near, far]) mkdirSync(folder);
    const file = path.join(near, 'large.bin');
    await makeFile(file, megabytes);
    await page.evaluate(await bundlePageClient());
    await answerDialogs(app, file, path.join(near, 'back.bin'));
    await goTo(page, `/hosts/${hostId}/files?typed=${encodeURIComponent(far)}`);
    for (let round = 0; round < rounds; round += 1) {
      times.put.push(sftp(sshd, `put -f ${file} ${far}/bare.bin`));
      rmSync(path.join(far, 'bare.bin'));
      const upload = () => page.getByRole('button', { name: 'Upload', exact: true }).click();
      times.upload.push(await throughPage(page, 'remoteFiles.upload', upload));
      times.get.push(sftp(sshd, `get -f ${far}/large.bin ${near}/bare.bin`));
      rmSync(path.join(near, 'bare.bin'));
      await page.getByRole('grid', { name: 'Files' }).getByText('large.bin').click();
      const download = () =>
        page.getByRole('complementary').getByRole('button', { name: 'Download' }).click();
      times.download.push(await throughPage(page, 'remoteFiles.download', download));
      rmSync(path.join(near, 'back.bin'));
      rmSync(path.join(far, 'large.bin'));
      const source = { from: 'grant', grantId: file };
      times.send.push(await throughCommandLine(cli, 'upload', { hostId, path: encode(far), source }));
      const place = { hostId, path: encode(path.join(far, 'large.bin')) };
      const grantId = path.join(near, 'back.bin');
      times.fetch.push(await throughCommandLine(cli, 'download', { ...place, grantId }));
      rmSync(grantId);
      rmSync(path.join(far, 'large.bin'));
      await page.reload();
      await page.getByRole('main').waitFor();
      await page.evaluate(await bundlePageClient());
    }
  });
  const row = (name, ours, bare) => ({
    ...{ name, ours: median(times[ours]), bare: median(times[bare]), unit: 's', target },
    ratio: median(times[ours].map((seconds, round) => seconds / times[bare][round])),
  });
  return [
    row(`upload of ${megabytes} MB in the window / sftp put`, 'upload', 'put'),
    row(`download of ${megabytes} MB in the window / sftp get`, 'download', 'get'),
    row(`upload of ${megabytes} MB by the command line / sftp put`, 'send', 'put'),
    row(`download of ${megabytes} MB by the command line / sftp get`, 'fetch', 'get'),
  ];
}
