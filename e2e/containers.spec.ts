import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { saveTo } from './fixtures/dialogs';
import { expect, test } from './fixtures/test';
import { seriousInBothThemes } from './pages/axe';
import { inspector } from './pages/hosts';
import { addEngineHost } from './pages/machines';
import { chooseMore, closeNotes, openSection, row, table, textField } from './pages/shell';
import { type Dockerd, startDockerd, testImage } from './servers/dockerd';
import { type EngineCopies, startCopies } from './servers/engine-copies';
import { fillLog } from './servers/engine-log';
import { placeNvidiaSmi } from './servers/nvidia-smi';
import { startSshd } from './servers/sshd';

// One engine for all of them.
test.describe.configure({ mode: 'default' });

let dockerd: Dockerd;
test.beforeAll(async () => {
  dockerd = await startDockerd();
});
test.afterAll(async () => {
  await dockerd?.end();
});
const ends: (() => unknown)[] = [];
test.afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  const left = dockerd.docker('ps', '-aq').split('\n').filter(Boolean);
  if (left.length > 0) dockerd.docker('rm', '-f', ...left);
});

const run = (name: string, ...args: string[]) =>
  dockerd.docker('run', '-d', '--network', 'none', '--name', name, ...args);

const addLocal = (cli: CommandLine, name: string, dockerSocket: string) =>
  cli.call<{ id: string }>('hosts.create', { name, kind: 'local', address: '', username: '', dockerSocket });

const board = (page: Page) => table(page, 'Containers');
const note = (page: Page, text: string | RegExp) => page.getByText(text).first();

/** Of several in the bar, or of the one in the inspector. */
test('several are stopped at once, and each answers for itself', async ({ app: { page }, cli }) => {
  const words = [testImage, 'sh', '-c', 'trap exit TERM; while :; do sleep 0.1; done'];
  run('one', ...words);
  run('two', '-v', '/data', '-v', 'kept-data:/kept', '--label', 'fedwright.participant=site-1', ...words);
  await addLocal(cli, 'here', dockerd.socket);
  await openSection(page, 'Containers');
  await expect(row(board(page), 'one')).toContainText('Running');
  await expect(board(page).getByRole('columnheader', { name: 'Memory' })).toBeVisible();
  await expect(board(page).getByRole('columnheader', { name: 'GPU' })).toHaveCount(0);
  await page.getByRole('checkbox', { name: /all/i }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(note(page, 'Stopped 2 containers')).toBeVisible();
  await expect(row(board(page), 'two')).toContainText('Stopped');

  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(note(page, 'Started 2 containers')).toBeVisible();
  const pids = () => ['one', 'two'].map((name) => dockerd.docker('inspect', '-f', '{{.State.Pid}}', name));
  const first = pids();
  await chooseMore(page, 'Pause');
  for (const name of ['one', 'two']) await expect(row(board(page), name)).toContainText('Paused');
  expect(dockerd.docker('ps', '-q', '--filter', 'status=paused').split('\n')).toHaveLength(2);
  await chooseMore(page, 'Resume');
  for (const name of ['one', 'two']) await expect(row(board(page), name)).toContainText('Running');
  expect(pids()).toEqual(first);
  await chooseMore(page, 'Restart');
  await expect(note(page, 'Restarted 2 containers')).toBeVisible();
  for (const [at, pid] of pids().entries()) expect(pid).not.toBe(first[at]);
  await chooseMore(page, 'Kill');
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: 'Kill' })
    .click();
  for (const name of ['one', 'two']) await expect(row(board(page), name)).toContainText('Stopped');
  expect(dockerd.docker('inspect', '-f', '{{.State.ExitCode}}', 'one')).toBe('137');

  // As long as it says itself, it may take to stop; nobody has to wait for it.
  run('slow', '--stop-timeout', '300', testImage, 'sh', '-c', "trap '' TERM; while :; do sleep 1; done");
  await page.getByRole('button', { name: 'Clear the selection' }).click();
  await row(board(page), 'slow').getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(note(page, 'No longer waiting for "slow"')).toBeVisible();
  expect(dockerd.docker('inspect', '-f', '{{.State.Running}}', 'slow')).toBe('true');
  await chooseMore(page, 'Kill');
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: 'Kill' })
    .click();
  await expect(row(board(page), 'slow')).toContainText('Stopped');
  dockerd.docker('rm', 'slow');
  await expect(row(board(page), 'slow')).toHaveCount(0);
  for (const name of ['one', 'two']) await row(board(page), name).getByRole('checkbox').click();

  // It goes away behind the back of the page. The same was said before.
  await closeNotes(page);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(note(page, 'Started 2 containers')).toBeVisible();
  for (const name of ['one', 'two']) await expect(row(board(page), name)).toContainText('Running');
  await chooseMore(page, 'Remove');
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(question).toContainText('"one", "two"');
  await expect(question).toContainText('2 containers of these run and will be killed first');
  await expect(question).toContainText('Fedwright has deployed the kit of "site-1" there');
  await expect(question).toContainText('A federation that runs would lose a participant.');
  await question.getByRole('checkbox', { name: 'Remove anonymous volumes too' }).click();
  dockerd.docker('rm', '-f', 'one');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(note(page, 'Removed')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No containers' })).toBeVisible();
  expect(dockerd.docker('ps', '-aq')).toBe('');
  expect(dockerd.docker('volume', 'ls', '-q')).toBe('kept-data');
  const { rows } = await cli.call<{ rows: { action: string }[] }>('audit.list', { limit: 20 });
  expect(rows.filter(({ action }) => action === 'containers.remove').length).toBe(2);
});

test('through SSH one is looked into, limited while it runs, renamed, read, and removed', async ({
  app,
  cli,
  workspace,
}) => {
  const id = run(
    ...['trainer', '-e', 'ROUNDS=5', '-e', 'DB_PASSWORD=hunter2', '--memory', '64m', '--label', 'site=north'],
    ...[testImage, 'sleep', '6000'],
  );
  run('eval', testImage, 'sleep', '6000');
  const say = (name: string, line: string) =>
    dockerd.docker('exec', name, 'sh', '-c', `echo "${line}" > /proc/1/fd/1`);
  const gpus = placeNvidiaSmi(2);
  const pid = Number(dockerd.docker('inspect', '-f', '{{.State.Pid}}', id));
  gpus.use([{ pid, gpu: 1, mebibytes: 8000 }]);
  const sshd = await startSshd([], undefined, gpus.environment);
  ends.push(() => sshd.end(), gpus.end);
  const { page } = app;
  const hostId = await addEngineHost(cli, sshd, 'north', dockerd.socket);
  await openSection(page, 'Containers');
  await expect(row(board(page), 'trainer')).toContainText('8.4 GB on 1');
  await expect(page.getByRole('list', { name: 'Hosts' })).toContainText('GPU 1: 40 % busy');

  await row(board(page), 'trainer').click();
  const pane = inspector(page);
  await expect(pane).toContainText('sleep 6000');
  await expect(pane).toContainText(/of 67(\.\d)? MB/);
  await expect(pane).toContainText('8.4 GB on 1');
  await expect(pane.getByRole('region', { name: 'Environment' })).toContainText('ROUNDS5');
  await expect(pane.getByRole('region', { name: 'Environment' })).toContainText('DB_PASSWORDHidden');
  await expect(pane.getByRole('region', { name: 'Labels' })).toContainText('sitenorth');
  await pane.getByText('What the engine says, as JSON').click();
  await expect(pane.getByLabel('JSON', { exact: true })).toContainText(id);
  await expect(pane).not.toContainText('hunter2');
  expect(await seriousInBothThemes(page)).toEqual([]);

  await chooseMore(page, 'Change limits');
  const limits = page.getByRole('dialog', { name: 'Limits of "trainer"' });
  await textField(limits, 'CPU').fill('9000');
  await expect(limits).toContainText(/The host has \d+ cores\./);
  await expect(limits.getByRole('button', { name: 'Change limits' })).toBeDisabled();
  await textField(limits, 'CPU').fill('0.5');
  await textField(limits, 'Memory').fill('128');
  await limits.getByRole('button', { name: 'Change limits' }).click();
  await expect(limits).toBeHidden();
  await expect(pane).toContainText(/(?:% of|limit) 0\.5 cores/);
  const set = '{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.State.Running}} {{.State.Pid}}';
  expect(dockerd.docker('inspect', '-f', set, id)).toBe(`500000000 128000000 true ${pid}`);
  // A page is not the one that is trusted with it.
  const beyond = { hostId, containerId: id, cpus: 9000, memoryBytes: null };
  await expect(cli.call('containers.setLimits', beyond)).rejects.toThrow(/has \d+ cores\./);

  await chooseMore(page, 'Rename');
  const rename = page.getByRole('dialog', { name: 'Rename "trainer"' });
  await textField(rename, 'Name').fill('eval');
  await rename.getByRole('button', { name: 'Rename' }).click();
  await expect(rename.getByRole('alert')).toContainText('is already in use');
  await textField(rename, 'Name').fill('trainer-2');
  await rename.getByRole('button', { name: 'Rename' }).click();
  await expect(row(board(page), 'trainer-2')).toBeVisible();
  await expect(pane.getByRole('heading', { name: 'trainer-2' })).toBeVisible();
  await pane.getByRole('button', { name: 'Close the inspector' }).click();

  say('trainer-2', 'first');
  for (const name of ['trainer-2', 'eval']) await row(board(page), name).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Logs', exact: true }).click();
  const logs = page.getByRole('dialog', { name: 'Logs of 2 containers' });
  const log = logs.getByRole('log', { name: 'Container log' });
  await expect(log).toContainText('trainer-2 | first');
  say('eval', 'second');
  say('trainer-2', 'third');
  await expect(log).toContainText(/trainer-2 \| first.*eval \| second.*trainer-2 \| third/s);
  await logs.getByRole('searchbox').fill('second');
  await expect(logs).toContainText('1 of 1');
  expect(await seriousInBothThemes(page)).toEqual([]);
  const both = path.join(workspace.home, 'both.log');
  await saveTo(app, both, () => logs.getByRole('button', { name: 'Save the whole logs' }).click());
  const texts = readFileSync(both, 'utf8').trimEnd().split('\n');
  expect(texts.map((line) => line.replace(/^\S+ /, ''))).toEqual([
    ...['trainer-2 | first', 'eval | second', 'trainer-2 | third'],
  ]);
  await page.keyboard.press('Escape');

  run('gone', testImage, 'sleep', '6000');
  await row(board(page), 'gone').click();
  await pane.getByRole('button', { name: 'Logs' }).click();
  const goneLog = page.getByRole('dialog', { name: 'Log of "gone"' });
  await expect(goneLog).toContainText('Nothing was written so far.');
  dockerd.docker('rm', '-f', 'gone');
  await expect(goneLog).toContainText('The container is gone: it was removed, and its log with it.');
  await expect(goneLog).toContainText('There are no lines.');
  await page.keyboard.press('Escape');

  // 20 MB, of which the page shows the end.
  run('old', testImage, 'true');
  dockerd.docker('wait', 'old');
  const expected = fillLog(dockerd, 'old', 180_000);
  await row(board(page), 'old').click();
  await pane.getByRole('button', { name: 'Logs' }).click();
  const oldLog = page.getByRole('dialog', { name: 'Log of "old"' });
  await expect(oldLog.getByRole('log')).toContainText('round 179999');
  const whole = path.join(workspace.home, 'old.log');
  await saveTo(app, whole, () => oldLog.getByRole('button', { name: 'Save the whole log' }).click());
  expect(createHash('sha256').update(readFileSync(whole)).digest('hex')).toBe(expected);
  expect(existsSync(`${whole}.part`)).toBe(false);
  await page.keyboard.press('Escape');

  await chooseMore(pane, 'Remove');
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(question).toContainText('"old"');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(dockerd.docker('ps', '-aq', '--filter', 'name=old')).not.toBe('');
  await chooseMore(pane, 'Remove');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(row(board(page), 'old')).toHaveCount(0);
  await expect(pane).toHaveCount(0);
  expect(dockerd.docker('ps', '-a', '--format', '{{.Names}}').split('\n').toSorted()).toEqual([
    ...['eval', 'trainer-2'],
  ]);
  const { rows } = await cli.call<{ rows: { action: string; result: string }[] }>('audit.list', {
    limit: 30,
  });
  for (const action of ['containers.setLimits', 'containers.rename', 'containers.remove'])
    expect(rows).toContainEqual(expect.objectContaining({ action, result: 'ok' }));
  // One of the page, and one of the command line's call above.
  await expect.poll(() => sshd.accepted()).toBe(2);
});

test('200 that run are listed with what they use, found, chosen and stopped', async ({
  app: { page },
  cli,
}) => {
  run('one', testImage, 'sleep', '6000');
  const copies: EngineCopies = await startCopies(dockerd.socket, `${dockerd.socket}-many`, 200, {
    ticking: true,
  });
  try {
    await addLocal(cli, 'here', copies.socket);
    await openSection(page, 'Containers');
    await expect(page.getByText('200 running')).toBeVisible();
    await expect(row(board(page), 'site-1')).toContainText(/\d %.*[kM]B/);
    // As many as are seen, and some.
    expect(await board(page).getByRole('row').count()).toBeLessThan(100);
    await board(page).focus();
    await page.keyboard.press('End');
    await expect(row(board(page), 'site-200')).toContainText(/\d %.*[kM]B/);

    await page.getByRole('searchbox').fill('site-17');
    await expect(page.getByText('11 of 200')).toBeVisible();
    await expect(board(page).getByRole('row')).toHaveCount(12);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('checkbox', { name: /all/i }).click();
    await expect(page.getByText('200 selected')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Logs', exact: true }).first()).toBeDisabled();
    const rounds = copies.seen.lists;
    await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
    await expect(note(page, 'Stopped 200 containers')).toBeVisible({ timeout: 20_000 });
    expect(copies.seen.stopped.size).toBe(200);
    // It goes on, and keeps what is chosen.
    await expect.poll(() => copies.seen.lists, { timeout: 20_000 }).toBeGreaterThan(rounds + 1);
    await expect(page.getByText('200 selected')).toBeVisible();
  } finally {
    copies.end();
  }
});

test('an engine that is too old or too new is said at the top, and in the health of its host', async ({
  app: { page },
  cli,
}) => {
  run('one', testImage, 'sleep', '6000');
  const engines = await Promise.all(
    [
      { Version: '18.09.9', ApiVersion: '1.39', MinAPIVersion: '1.12' },
      { Version: '90.0.0', ApiVersion: '1.999', MinAPIVersion: '1.990' },
    ].map((spoken, index) => startCopies(dockerd.socket, `${dockerd.socket}-other-${index}`, 1, { spoken })),
  );
  try {
    for (const [index, { socket }] of engines.entries())
      await addLocal(cli, ['cellar', 'attic'][index] ?? '', socket);
    await openSection(page, 'Containers');
    await expect(page.getByText(/Docker 18\.09\.9 is older than 20\.10.*Update it/)).toBeVisible();
    await expect(page.getByText(/Docker 90\.0\.0 is newer than .*Update Fedwright/)).toBeVisible();
    // What there is, is shown all the same.
    await expect(row(board(page), 'site-1')).toHaveCount(2);
    expect(await seriousInBothThemes(page)).toEqual([]);

    await openSection(page, 'Hosts');
    await row(table(page, 'Hosts'), 'cellar').click();
    await inspector(page).getByRole('button', { name: 'Check health' }).click();
    await expect(inspector(page).getByText(/Docker 18\.09\.9 is older than 20\.10/)).toBeVisible();
  } finally {
    for (const each of engines) each.end();
  }
});
