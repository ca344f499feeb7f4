import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Page, expect } from '@playwright/test';
import type { CommandLine } from '../fixtures/command-line';
import { projectFile } from '../fixtures/project-files';
import type { Workspace } from '../fixtures/workspace';
import { startKeyAgent } from '../servers/key-agent';
import { makeMovablePython } from '../servers/movable-python';
import type { OwnNetwork } from '../servers/own-network';
import { type Sshd, startSshd } from '../servers/sshd';
import { addAgentHost } from './machines';
import { board, chooseKits, expectPhase, selectAll, sendKits } from './deployments';
import { go, row, table, textField, title } from './shell';

export interface FederationSample {
  hostId: string;
  /** Where the kits go, one folder each. */
  far: string;
  python: string;
  end(): Promise<void>;
}

const places = [
  ['server1', 'coordination'],
  ['north-hospital', 'north'],
  ['south-hospital', 'south'],
] as const;

/** A project that is provisioned, and three hosts that its kits can be sent to. */
export async function startFederation(
  workspace: Workspace,
  cli: CommandLine,
  network: OwnNetwork,
): Promise<FederationSample> {
  // Beside the data, so that no picture shows where the tests' own is.
  const { bin } = makeMovablePython(workspace.folder);
  const [, ...others] = (workspace.env['PATH'] ?? '').split(path.delimiter);
  workspace.env['PATH'] = [bin, ...others].join(path.delimiter);
  const hosts: Sshd[] = [];
  for (const [index, [, name]] of places.entries())
    hosts.push(await startSshd([], undefined, [], network.place(index, name)));
  const agent = await startKeyAgent(...hosts.map(({ keyFile }) => keyFile));
  Object.assign(workspace.env, agent.env);
  const far = path.join(workspace.folder, 'kits');
  mkdirSync(far);
  const sites = ['north-hospital', 'south-hospital'];
  const text = projectFile({ name: 'thorax-ct', sites, local: true }).replace('End-to-end', 'Two hospitals');
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  await cli.call('provisioning.start', { projectId: summary.id });
  const ids: string[] = [];
  for (const [index, sshd] of hosts.entries())
    ids.push(await addAgentHost(cli, sshd, places[index]?.[1] ?? ''));
  return {
    ...{ hostId: ids[0] ?? '', far },
    python: path.join(bin, 'python3'),
    async end() {
      await agent.end();
      for (const host of hosts) await host.end();
    },
  };
}

/** Sends the kits, starts them, and hands over each page on which that is to be seen. */
export async function visitFederation(
  page: Page,
  { hostId, far, python }: FederationSample,
  look: (name: string) => Promise<void>,
): Promise<void> {
  const form = await chooseKits(
    page,
    places.map(([name]) => name),
  );
  await form.getByRole('combobox', { name: 'Python' }).fill(python);
  for (const [name, host] of places) {
    await textField(form, `Folder for ${name}`).fill(path.join(far, name));
    await form.getByRole('combobox', { name: `Host for ${name}` }).click();
    await page.getByRole('option', { name: host, exact: true }).click();
  }
  await look('send-kits');
  await sendKits(form, places.length);
  for (const [name] of places) await expectPhase(page, name, 'Stopped');
  await selectAll(page);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expectPhase(page, 'server1', /Running.*2 sites/);
  for (const name of ['north-hospital', 'south-hospital']) await expectPhase(page, name, 'Registered');
  await row(board(page), 'server1').click();
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0, { timeout: 20_000 });
  await look('deployments');

  await go(page, `/hosts?host=${hostId}`);
  await page.getByRole('button', { name: 'Check health' }).click();
  await expect(page.getByText('Memory', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(row(table(page, 'Hosts'), 'north')).toContainText('Connected');
  await look('hosts');

  await go(page, '/');
  await expect(title(page, 'Overview')).toBeVisible();
  await expect(page.getByText(/NVFlare \d/).first()).toBeVisible();
  await expect(page.getByText('3 up when last seen')).toBeVisible();
  await look('overview');
  await visitForward(page, look);
  await visitTerminal(page, path.join(far, 'north-hospital'), look);

  await go(page, '/deployments');
  await selectAll(page);
  await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
  for (const [name] of places) await expectPhase(page, name, 'Stopped');
  await visitTrial(page, look);
}

type Look = (name: string) => Promise<void>;

async function visitForward(page: Page, look: Look): Promise<void> {
  await go(page, '/forwards');
  await page.getByRole('button', { name: 'Forward a port' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forward a port' });
  await dialog.getByRole('combobox', { name: 'Host' }).click();
  await page.getByRole('option', { name: 'coordination', exact: true }).click();
  await textField(dialog, 'Port').fill('8002');
  await textField(dialog, 'Port on this machine').fill('18002');
  await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(row(table(page, 'Forwarded ports'), '127.0.0.1:8002')).toContainText('Open');
  await look('forwards');
}

async function visitTerminal(page: Page, kit: string, look: Look): Promise<void> {
  await go(page, '/terminals');
  await page.getByRole('button', { name: 'New terminal' }).first().click();
  await page.getByRole('menuitem', { name: 'north', exact: true }).click();
  const pane = page.getByRole('region', { name: 'Terminal on north' });
  await expect(pane).toHaveAttribute('data-state', 'open');
  const rows = pane.locator('.xterm-rows');
  const prompts = async () => ((await rows.textContent()) ?? '').split('@north:').length - 1;
  // What is typed before the shell asks would be echoed among what the line before has said.
  await expect.poll(prompts).toBe(1);
  await pane.getByRole('textbox', { name: 'Terminal input' }).focus();
  await page.keyboard.type('clear');
  await expect(rows).toContainText('clear');
  await page.keyboard.press('Enter');
  await expect(rows).not.toContainText('clear');
  const lines = [`cd ${kit}`, 'ls -l startup', 'grep -o "Successfully registered .*ct" log.txt'];
  for (const [index, line] of lines.entries()) {
    await page.keyboard.type(`${line}\n`);
    await expect.poll(prompts).toBe(index + 2);
  }
  await expect(rows).toContainText('client:north-hospital');
  await look('terminals');
}

async function visitTrial(page: Page, look: Look): Promise<void> {
  await go(page, '/local-federations');
  await page.getByRole('button', { name: 'Try a project here' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
  const participants = page.getByRole('grid', { name: /^Participants of thorax-ct/ });
  for (const [name] of places)
    await expect(row(participants, name)).toContainText('Running', { timeout: 90_000 });
  await row(participants, 'north-hospital').click();
  await expect(page.getByRole('log', { name: 'Log of north-hospital' })).toContainText(
    'Successfully registered client',
  );
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0, { timeout: 20_000 });
  await look('local-federations');
  await page.getByRole('button', { name: 'Stop the federation thorax-ct' }).click();
  await expect(page.getByRole('button', { name: 'Start the federation thorax-ct' })).toBeVisible({
    timeout: 30_000,
  });
}
