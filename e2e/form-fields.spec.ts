import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { parse } from 'yaml';
import type { CommandLine } from './fixtures/command-line';
import { projectFile } from './fixtures/project-files';
import { type Workspace, expect, test } from './fixtures/test';
import { choose } from './pages/hosts';
import {
  addParticipant,
  openParticipant,
  openProject,
  openTab,
  provision,
  saveProject,
} from './pages/projects';
import { textField } from './pages/shell';
import { addOwnEnvironment } from './servers/movable-python';
import { otherPython } from './servers/nvflare';
import { needPeer, peers } from './servers/peers';

interface ProjectText {
  participants: { name: string; [key: string]: unknown }[];
  builders: { path: string; args?: Record<string, unknown> }[];
}

async function load(page: Page, cli: CommandLine): Promise<string> {
  const text = projectFile({ name: 'formed', sites: ['site-1'], local: true });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  await openProject(page, 'formed');
  return summary.id;
}

const stored = async (cli: CommandLine, projectId: string): Promise<ProjectText> =>
  parse((await cli.call<{ text: string }>('projects.export', { projectId })).text) as ProjectText;

/** Unfolds a group of fields of the inspector. */
async function openGroup(inspector: Locator, name: string): Promise<Locator> {
  const group = inspector
    .locator('details')
    .filter({ has: inspector.page().getByText(name, { exact: true }) });
  if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
  return group;
}

interface Listening {
  names: string[];
  host: string;
  port: string;
  scheme: string;
  security: string;
}

async function fillListening(inspector: Locator, { names, host, port, scheme, security }: Listening) {
  const fields = await openGroup(inspector, 'Listens on');
  for (const name of names) {
    await textField(fields, 'Host names').fill(name);
    await textField(fields, 'Host names').press('Enter');
  }
  await textField(fields, 'Default host').fill(host);
  await textField(fields, 'Port').fill(port);
  await choose(fields, 'Scheme', scheme);
  await choose(fields, 'Connection security', security);
}

/** A JSON file of a kit of the only run. */
async function readKit(cli: CommandLine, { data }: Workspace, projectId: string, file: string) {
  const [kit] = await cli.call<{ runId: string }[]>('kits.list', { projectId });
  const place = path.join(data, 'projects', projectId, 'runs', kit?.runId ?? '', 'kits', file);
  return JSON.parse(readFileSync(place, 'utf8')) as Record<string, unknown>;
}

test('who connects where, and who listens how, is set in the form and stands in the kits', async ({
  app: { page },
  cli,
  workspace,
}) => {
  test.setTimeout(120_000);
  needPeer(peers.nvflare());
  const projectId = await load(page, cli);

  const relay = await addParticipant(page, 'Relay');
  await textField(relay, 'Name').fill('relay-1');
  await textField(relay, 'Organisation').fill('example');
  await fillListening(relay, {
    ...{ names: ['relay.example.org', '10.0.0.7'], host: 'relay.example.org', port: '8102' },
    ...{ scheme: 'grpc', security: 'mTLS' },
  });
  let to = await openGroup(relay, 'Connects to');
  await choose(to, 'Server or relay', 'server1');
  await textField(to, 'Host').fill('127.0.0.1');
  await textField(to, 'Port').fill('8443');
  await choose(to, 'Connection security', 'mTLS');

  const site = await openParticipant(page, 'site-1');
  to = await openGroup(site, 'Connects to');
  await choose(to, 'Server or relay', 'relay-1');
  await textField(to, 'Host').fill('10.0.0.7');
  await textField(to, 'Port').fill('8103');
  await choose(to, 'Connection security', 'mTLS');
  await fillListening(site, {
    ...{ names: ['trainer.example.org'], host: 'trainer.example.org', port: '8200' },
    ...{ scheme: 'tcp', security: 'Clear' },
  });

  const admin = await openParticipant(page, 'admin@example.org');
  to = await openGroup(admin, 'Connects to');
  await textField(to, 'Host').fill('127.0.0.1');
  await textField(to, 'Port').fill('8444');
  await saveProject(page);

  const { participants } = await stored(cli, projectId);
  const of = (name: string) => participants.find((one) => one.name === name);
  expect(of('relay-1')).toEqual({
    ...{ name: 'relay-1', type: 'relay', org: 'example' },
    listening_host: {
      ...{ host_names: ['relay.example.org', '10.0.0.7'], default_host: 'relay.example.org' },
      ...{ port: 8102, scheme: 'grpc', connection_security: 'mtls' },
    },
    connect_to: { name: 'server1', host: '127.0.0.1', port: 8443, connection_security: 'mtls' },
  });
  expect(of('site-1')).toMatchObject({
    connect_to: { name: 'relay-1', host: '10.0.0.7', port: 8103, connection_security: 'mtls' },
    listening_host: {
      ...{ host_names: ['trainer.example.org'], default_host: 'trainer.example.org' },
      ...{ port: 8200, scheme: 'tcp', connection_security: 'clear' },
    },
  });
  expect(of('admin@example.org')).toMatchObject({ connect_to: { host: '127.0.0.1', port: 8444 } });

  await provision(page);
  const kit = (file: string) => readKit(cli, workspace, projectId, file);
  expect(JSON.stringify(await kit('relay-1/startup/fed_relay.json'))).toContain('127.0.0.1:8443');
  expect(JSON.stringify(await kit('site-1/local/relay__resources.json'))).toContain('10.0.0.7:8103');
  expect(JSON.stringify(await kit('site-1/local/comm_config.json'))).toContain('trainer.example.org');
  expect(JSON.stringify(await kit('admin@example.org/startup/fed_admin.json'))).toContain('8444');
});

test('the arguments of a builder are set in the form', async ({ app: { page }, cli }) => {
  const projectId = await load(page, cli);
  await openTab(page, 'Builders');
  await page.getByRole('button', { name: 'Add builder' }).click();
  await page.getByRole('menuitem', { name: 'Homomorphic encryption' }).click();
  const card = (name: string) =>
    page.getByRole('list', { name: 'Builders' }).getByRole('listitem').filter({ hasText: name });
  const he = card('Homomorphic encryption');
  await textField(he, 'Polynomial modulus degree').fill('16384');
  await textField(he, 'Coefficient sizes in bits').pressSequentially('60 40 60');
  await textField(he, 'Scheme').fill('CKKS');
  await textField(card('Static files'), 'Configuration folder').fill('settings');
  await page.getByRole('button', { name: 'Move Homomorphic encryption up' }).click();

  await page.getByRole('button', { name: 'Add builder' }).click();
  await page.getByRole('menuitem', { name: 'Another class' }).click();
  const own = page.getByRole('list', { name: 'Builders' }).getByRole('listitem').last();
  await textField(own, 'Class').fill('ours.builders.Marker');
  await textField(own, 'Arguments').fill('{"sites": ');
  await expect(own.getByText(/JSON/).last()).toBeVisible();
  await textField(own, 'Arguments').fill('{"sites": ["site-1"], "depth": 2}');
  await saveProject(page);

  const { builders } = await stored(cli, projectId);
  expect(builders.map(({ path: name }) => name.split('.').at(-1))).toEqual([
    ...['WorkspaceBuilder', 'StaticFileBuilder', 'CertBuilder', 'HEBuilder', 'SignatureBuilder', 'Marker'],
  ]);
  expect(builders[1]?.args).toEqual({ config_folder: 'settings', scheme: 'grpc' });
  expect(builders[3]?.args).toEqual({
    ...{ poly_modulus_degree: 16_384, coeff_mod_bit_sizes: [60, 40, 60], scheme: 'CKKS' },
  });
  expect(builders[5]?.args).toEqual({ sites: ['site-1'], depth: 2 });
});

test('an overseer agent is set for the NVFlare that has one, and stands in its kits', async ({
  launch,
  cli,
  workspace,
}) => {
  test.setTimeout(120_000);
  const version = '2.6.3';
  const agent = {
    path: 'nvflare.ha.overseer_agent.HttpOverseerAgent',
    args: { sp_end_point: 'localhost:8002:8003', heartbeat_interval: 7 },
  };
  needPeer(peers.nvflare() ?? peers.otherNvflare(version));
  addOwnEnvironment(workspace.data, version, otherPython(version));
  const { page } = await launch();
  const projectId = await load(page, cli);
  const { choices } = await cli.call<{ choices: { version: string }[] }>('runtime.forProject', { projectId });
  const newer = choices.map((choice) => choice.version).find((each) => each !== version);
  await openTab(page, 'Project');
  await choose(page.getByRole('main'), 'NVFlare version', newer ?? '');
  await expect(page.getByRole('heading', { name: 'Overseer agent' })).toBeHidden();
  await choose(page.getByRole('main'), 'NVFlare version', version);
  await page.getByRole('button', { name: 'Add overseer agent' }).click();
  await page.getByLabel('Path of the class').fill(agent.path);
  for (const [name, value] of [
    ['sp_end_point', 'localhost:8002:8003'],
    ['heartbeat_interval', '7'],
  ] as const) {
    await page.getByRole('button', { name: 'Add argument' }).click();
    await page.getByLabel('Name of the argument').last().fill(name);
    await page.getByLabel(`Value of ${name}`).fill(value);
  }
  await saveProject(page);
  expect((await stored(cli, projectId)).builders[1]?.args).toMatchObject({ overseer_agent: agent });

  await provision(page);
  expect(await readKit(cli, workspace, projectId, 'site-1/startup/fed_client.json')).toMatchObject({
    overseer_agent: { path: agent.path },
  });
});
