import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { projectFile } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { board, chooseKitsFor, expectPhase, selectAll, sendKits } from './pages/deployments';
import { choose, inspector } from './pages/hosts';
import { addAgentHost } from './pages/machines';
import { seriousInBothThemes } from './pages/axe';
import { row, runCommand, table, textField } from './pages/shell';
import { freePort } from './servers/free-port';
import { startKeyAgent } from './servers/key-agent';
import { needPeer, peers } from './servers/peers';
import { processesIn } from './servers/processes';
import { type Sshd, startSshd } from './servers/sshd';

const servers: { end(): Promise<unknown> }[] = [];
test.afterEach(async () => {
  for (const server of servers.splice(0)) await server.end();
});

async function startHosts(): Promise<[Sshd, Sshd, Record<string, string>]> {
  needPeer(peers.sshd() ?? peers.nvflare());
  const [north, south] = [await startSshd(), await startSshd()];
  servers.push(north, south);
  // One key for both: the other host takes it too.
  const agent = await startKeyAgent(north.keyFile, south.keyFile);
  servers.push(agent);
  return [north, south, agent.env];
}

/** The server's port is another's, and a kit has the certificate of someone else: each is named, and left to decide. */
async function expectBlockedStarts(page: Page, port: number, data: string): Promise<void> {
  const start = async (name: string) => {
    await runCommand(page, `start ${name}`, `Start ${name} on`);
    await expect(inspector(page).getByRole('heading', { level: 2, name })).toBeVisible();
    await expect(inspector(page)).toContainText(`${name} was not started`, { timeout: 30_000 });
  };
  const other = createServer().listen(port, '127.0.0.1');
  try {
    await start('server1');
    await expect(inspector(page)).toContainText(
      new RegExp(`Port ${port} of north is taken by .*${process.pid}`),
    );
    await expect(inspector(page)).toContainText('End that program');
    expect(await seriousInBothThemes(page)).toEqual([]);
  } finally {
    await new Promise((done) => other.close(done));
  }
  await inspector(page).getByRole('button', { name: 'Start anyway' }).click();
  await expectPhase(page, 'server1', 'Running');

  const certificate = (site: string) => {
    const files = readdirSync(path.join(data, 'projects'), { recursive: true, encoding: 'utf8' });
    const file = files.find((name) => name.endsWith(path.join('kits', site, 'startup', 'client.crt')));
    return path.join(data, 'projects', file ?? '');
  };
  const own = readFileSync(certificate('site-2'));
  writeFileSync(certificate('site-2'), readFileSync(certificate('site-1')));
  try {
    await start('site-2');
    await expect(inspector(page)).toContainText(/certificate/i);
  } finally {
    writeFileSync(certificate('site-2'), own);
  }
}

test('provision, deploy to two hosts, start, the server sees both sites, stop, nothing is left', async ({
  launch,
  cli,
  workspace,
}) => {
  test.setTimeout(300_000);
  const [north, south, env] = await startHosts();
  Object.assign(workspace.env, env);
  const { page, data } = await launch();
  const far = path.join(workspace.folder, 'far');
  mkdirSync(far);
  const port = await freePort();
  const text = projectFile({ name: 'thorax', sites: ['site-1', 'site-2'], port, local: true });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  await cli.call('provisioning.start', { projectId: summary.id });
  await addAgentHost(cli, north, 'north');
  await addAgentHost(cli, south, 'south');

  const form = await chooseKitsFor(page, 'north', ['server1', 'site-1', 'site-2']);
  const python = `${workspace.env['PATH']?.split(':')[0]}/python3`;
  await form.getByRole('combobox', { name: 'Python' }).fill(python);
  for (const name of ['server1', 'site-1', 'site-2']) {
    await textField(form, `Folder for ${name}`).fill(path.join(far, name));
    await expect(form.getByRole('combobox', { name: `Host for ${name}` })).toHaveText('north');
  }
  await choose(form, 'Host for site-2', 'south');
  await sendKits(form, 3);
  await page.getByRole('combobox', { name: 'Host', exact: true }).click();
  await page.getByRole('option', { name: 'All hosts' }).click();
  for (const name of ['server1', 'site-1', 'site-2']) await expectPhase(page, name, 'Stopped');

  // Of two dialogs of which one follows the other, the second gives the focus back to what opened the first.
  const begin = page.getByRole('main').getByRole('button', { name: 'Send kits' }).first();
  await begin.press('Enter');
  await row(table(page, 'Kits to send'), 'site-1').getByRole('checkbox').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('dialog', { name: 'Send 1 kit' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(begin).toBeFocused();

  await expectBlockedStarts(page, port, data);
  await selectAll(page);
  await page.getByRole('button', { name: 'Start', exact: true }).first().click();
  await expectPhase(page, 'server1', /Running.*2 sites/);
  for (const name of ['site-1', 'site-2']) await expectPhase(page, name, 'Registered');
  await expect(page.getByText('3 of 3 up')).toBeVisible();

  // A setting that was changed there is shown, and stays when another kit comes.
  writeFileSync(path.join(far, 'site-1', 'local', 'privacy.json'), '{"scopes": []}\n');
  await row(board(page), 'site-1').click();
  await inspector(page).getByRole('button', { name: 'Check the connection' }).click();
  await expect(page.getByRole('combobox', { name: 'Check from' })).toHaveText('north');
  await expect(page.getByRole('combobox', { name: 'The server runs on' })).toHaveText('north');
  const checks = page.getByRole('list', { name: 'Checks' });
  await expect(checks).toContainText('The clock of north agrees with the one of the server.');
  await expect(checks.getByRole('listitem').filter({ hasText: 'Taken by the server' })).toContainText('OK', {
    timeout: 30_000,
  });
  expect(await seriousInBothThemes(page)).toEqual([]);
  await runCommand(page, 'deployment site-1', 'Deployment of site-1 on north');
  await selectAll(page);
  await inspector(page).getByRole('button', { name: 'Log', exact: true }).click();
  const log = page.getByRole('dialog', { name: 'Log of site-1' });
  await expect(log.getByRole('log')).toContainText('Successfully registered client');
  expect(await seriousInBothThemes(page)).toEqual([]);
  await log.getByRole('button', { name: 'Close' }).click();
  await cli.call('provisioning.start', { projectId: summary.id });
  await expectPhase(page, 'site-1', /Older/);
  await inspector(page).getByRole('button', { name: 'Send the current kit' }).click();
  const again = page.getByRole('dialog', { name: 'Send 1 kit' });
  const places = again.getByRole('list', { name: 'Kits and their places' });
  await expect(places).toContainText(path.join(far, 'site-1'));
  await expect(places).toContainText(python);
  expect(await seriousInBothThemes(page)).toEqual([]);
  await again.getByRole('button', { name: 'Preview' }).click();
  await expect(again).toContainText('local/privacy.json');
  await again.getByRole('checkbox', { name: /Stop it for this/ }).click();
  await again.getByRole('button', { name: 'Send 1 kit' }).click();
  await expectPhase(page, 'site-1', /Registered.*Current/);
  expect(readFileSync(path.join(far, 'site-1', 'local', 'privacy.json'), 'utf8')).toContain('scopes');
  await inspector(page).getByRole('button', { name: 'Verify files' }).click();
  await expect(inspector(page)).toContainText('The same, with settings changed there');
  await inspector(page).getByRole('button', { name: 'Roll back to run 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
  // What asked is disabled by the work: the keyboard is near it, and not nowhere.
  await expect(inspector(page)).toBeFocused();
  await expectPhase(page, 'site-1', /Registered.*Older/);

  const pids = () => processesIn(path.join(far, 'site-1')).map(({ pid }) => pid);
  const before = pids();
  await inspector(page).getByRole('button', { name: 'Restart' }).click();
  const restarted = () => pids().length > 0 && !pids().some((pid) => before.includes(pid));
  await expect.poll(restarted, { timeout: 30_000 }).toBe(true);
  await expect(inspector(page).getByRole('button', { name: 'Cancel' })).toBeHidden({ timeout: 30_000 });
  await expectPhase(page, 'site-1', 'Registered');

  // A server alone is not stopped under its sites without a word.
  await row(board(page), 'server1').click();
  await expectPhase(page, 'server1', /Running.*2 sites/);
  await inspector(page).getByRole('button', { name: 'Stop', exact: true }).click();
  const asked = page.getByRole('dialog', { name: 'Stop server1 while 2 sites are connected?' });
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await expect(asked).toBeHidden();
  await expectPhase(page, 'server1', /Running.*2 sites/);
  await row(board(page), 'site-1').click();

  // All of them are still selected.
  await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
  for (const name of ['server1', 'site-1', 'site-2']) await expectPhase(page, name, 'Stopped');
  expect(processesIn(far)).toEqual([]);

  // One is taken off the list and stays there, the others are removed from where they are.
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  const more = async (of: Locator | Page, item: string) => {
    await of.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: item }).click();
    await question.getByRole('button', { name: item }).click();
  };
  await more(inspector(page), 'Take off the list');
  await expect(row(board(page), 'site-1')).toHaveCount(0);
  await more(page, 'Remove');
  await expect(page.getByRole('heading', { name: 'Nothing is deployed yet' })).toBeVisible({
    timeout: 30_000,
  });
  // With its kits of before.
  expect(readdirSync(far).toSorted()).toEqual(['.site-1.fedwright', 'site-1']);
  expect(readdirSync(path.join(far, 'site-1'))).toContain('startup');
  await expect.poll(() => [north.accepted(), south.accepted()]).toEqual([1, 1]);
});
