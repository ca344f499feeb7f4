import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Page, expect } from '@playwright/test';
import type { CommandLine } from '../fixtures/command-line';
import { projectFile } from '../fixtures/project-files';
import type { Workspace } from '../fixtures/workspace';
import { freePort } from '../servers/free-port';
import { startKeyAgent } from '../servers/key-agent';
import { makeMovablePython } from '../servers/movable-python';
import { startSshd } from '../servers/sshd';
import { addAgentHost } from './machines';
import { board, chooseKits, expectPhase, selectAll, sendKits } from './deployments';
import { row, table, textField, title } from './shell';

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
export async function startFederation(workspace: Workspace, cli: CommandLine): Promise<FederationSample> {
  // Beside the data, so that no picture shows where the tests' own is.
  const { bin } = makeMovablePython(workspace.folder);
  const [, ...others] = (workspace.env['PATH'] ?? '').split(path.delimiter);
  workspace.env['PATH'] = [bin, ...others].join(path.delimiter);
  const hosts = [await startSshd(), await startSshd(), await startSshd()] as const;
  const agent = await startKeyAgent(...hosts.map(({ keyFile }) => keyFile));
  Object.assign(workspace.env, agent.env);
  const far = path.join(workspace.folder, 'srv');
  mkdirSync(far);
  const sites = ['north-hospital', 'south-hospital'];
  const text = projectFile({ name: 'thorax-ct', sites, port: await freePort(), local: true });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  await cli.call('provisioning.start', { projectId: summary.id });
  const ids: string[] = [];
  for (const [index, [, name]] of places.entries())
    ids.push(await addAgentHost(cli, hosts[index] ?? hosts[0], name));
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
  const go = (route: string) => page.evaluate((hash) => (location.hash = hash), `#${route}`);
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
  await sendKits(form, places.length);
  for (const [name] of places) await expectPhase(page, name, 'Stopped');
  await selectAll(page);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expectPhase(page, 'server1', /Running.*2 sites/);
  for (const name of ['north-hospital', 'south-hospital']) await expectPhase(page, name, 'Registered');
  await row(board(page), 'server1').click();
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0, { timeout: 20_000 });
  await look('deployments');

  await go(`/hosts?host=${hostId}`);
  await page.getByRole('button', { name: 'Check health' }).click();
  await expect(page.getByText('Memory', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(row(table(page, 'Hosts'), 'north')).toContainText('Connected');
  await look('hosts');

  await go('/');
  await expect(title(page, 'Overview')).toBeVisible();
  await expect(page.getByText(/NVFlare \d/).first()).toBeVisible();
  await expect(page.getByText('3 up when last seen')).toBeVisible();
  await look('overview');

  await go('/deployments');
  await selectAll(page);
  await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
  for (const [name] of places) await expectPhase(page, name, 'Stopped');
}
