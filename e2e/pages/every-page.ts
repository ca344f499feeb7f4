import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Page, expect } from '@playwright/test';
import type { CommandLine } from '../fixtures/command-line';
import { projectFile } from '../fixtures/project-files';
import { visitEnginePages } from './engine-pages';
import type { EngineIds } from './engine-sample';
import { closeNotes, row, table, title } from './shell';

export interface SampleIds {
  projectId: string;
  runId: string;
  taskId: string;
  kitId: string;
}

/** Makes a project out of a template and provisions it, so that no page is empty. */
export async function provisionSample(cli: CommandLine, name = 'thorax-ct'): Promise<SampleIds> {
  const templates = await cli.call<{ id: string; title: string }[]>('projects.templates');
  const templateId = templates.find((each) => /two hospitals/i.test(each.title))?.id;
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.create', { templateId, name });
  await cli.call('templates.save', {
    ...{ projectId: summary.id, title: 'Two hospitals, ours' },
    description: 'As the consortium starts each study.',
  });
  const run = await cli.call<{ runId: string; taskId: string }>('provisioning.start', {
    projectId: summary.id,
  });
  const kits = await cli.call<{ id: string; type: string }[]>('kits.list');
  const kit = kits.find(({ type }) => type === 'client');
  return { projectId: summary.id, ...run, kitId: kit?.id ?? '' };
}

const sampleSshConfig = `Host gate
  HostName gate.example.org
  Port 2222
Host west-1 west-2
  HostName %h.west.example.org
  ProxyJump gate
Host legacy
  ProxyCommand nc %h %p
Match exec "on-site"
  User local
Host *
  User flare
`;

export interface SigningIds {
  incomingId: string;
  requestId: string;
}

export interface HostIds {
  hostId: string;
  /** The host that the other is behind. */
  gateId: string;
}

/** Makes a CA, and a request that waits for its decision, as if two people had met on one machine. */
export async function requestSample(cli: CommandLine, folder: string): Promise<SigningIds> {
  const { authorityId } = await cli.call<{ authorityId: string }>('distributed.createAuthority', {
    ...{ name: 'thorax', serverHost: 'fl.example.org' },
  });
  const { requestId } = await cli.call<{ requestId: string }>('distributed.createRequest', {
    ...{ project: 'thorax', name: 'north-hospital', org: 'north_hospital', type: 'client' },
  });
  const zip = path.join(folder, 'north-hospital.request.zip');
  await cli.call('distributed.save', { what: 'request', id: requestId, grantId: zip });
  const { id } = await cli.call<{ id: string }>('distributed.importRequest', { authorityId, grantId: zip });
  return { incomingId: id, requestId };
}

/** Two hosts, of which one is behind the other, and a configuration of OpenSSH. Nothing is connected to. */
export async function hostSample(cli: CommandLine, home: string): Promise<HostIds> {
  mkdirSync(path.join(home, '.ssh'), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(home, '.ssh', 'config'), sampleSshConfig);
  const settings = { kind: 'ssh', username: 'flare', group: 'Data centre', labels: ['gpu'], auth: 'agent' };
  const gate = await cli.call<{ id: string }>('hosts.create', {
    ...{ ...settings, name: 'gate', address: 'gate.example.org', labels: [] },
  });
  const { id } = await cli.call<{ id: string }>('hosts.create', {
    ...{ ...settings, name: 'north-1', address: '10.0.0.11', port: 2222, jumpHostId: gate.id },
    notes: 'Restarts on the first Monday of each month.',
  });
  return { hostId: id, gateId: gate.id };
}

/** Two more that no page but the list of projects is about: one with a mistake, one that was never provisioned. */
export async function moreProjects(cli: CommandLine): Promise<void> {
  for (const [name, description, site] of [
    ['stroke-mri', 'Lesions in MRI', 'west hospital'],
    ['retina', 'Photographs of the retina', 'north-eye-clinic'],
  ] as const) {
    const text = projectFile({ name, sites: [site, 'south-hospital'] });
    await cli.call('projects.import', { text: text.replace('End-to-end', description) });
  }
}

export type Visit = (name: string, route: string, ready: () => Promise<void>) => Promise<void>;

/**
 * Visits every page, dialogs and inspectors included, and hands each over when it has settled. With `forgetHosts` the
 * hosts that are nowhere are not there on the pages of engines, on which they say so.
 */
export async function visitPages(
  page: Page,
  {
    projectId,
    runId,
    taskId,
    kitId,
    incomingId,
    requestId,
    hostId,
    engineHostId,
    containerId,
  }: SampleIds & SigningIds & HostIds & EngineIds,
  look: (name: string) => Promise<void>,
  forgetHosts?: () => Promise<void>,
): Promise<void> {
  const visit: Visit = async (name, route, ready) => {
    await page.evaluate((hash) => (location.hash = hash), `#${route}`);
    await ready();
    await look(name);
  };
  // Notes that come and go would be half there in one look or the other.
  await closeNotes(page);
  const heading = (name: string | RegExp) => () => expect(title(page, name)).toBeVisible();

  await visit('overview', '/', async () => {
    await heading('Overview')();
    await expect(page.getByText(/NVFlare \d/).first()).toBeVisible();
  });
  await visit('projects', '/projects', () => expect(table(page, 'Projects')).toBeVisible());
  await visit('new-project', '/projects?new=1', () => expect(page.getByRole('radio').first()).toBeVisible());
  await visit('templates', '/projects?templates=1', () =>
    expect(page.getByRole('list', { name: 'Your templates' })).toBeVisible(),
  );
  await visit('workspaces', '/projects', async () => {
    await page.getByRole('button', { name: 'Workspace: All workspaces' }).click();
    await page.getByRole('menuitem', { name: 'Manage workspaces' }).click();
    await expect(page.getByRole('dialog', { name: 'Workspaces' })).toContainText(/[1-9]\d* projects?/);
  });
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await visit('import', '/projects?import=1', () => expect(page.getByRole('dialog')).toBeVisible());
  await visit('participants', `/projects/${projectId}`, async () => {
    await table(page, 'Participants').getByRole('gridcell', { name: 'north-hospital' }).click();
    await expect(page.getByRole('complementary').getByLabel('Organisation')).toBeVisible();
  });
  await visit('graph', `/projects/${projectId}?tab=graph`, () =>
    expect(
      page
        .getByRole('group', { name: 'Graph of connections' })
        .getByRole('button', { name: /^north-hospital, Site/ }),
    ).toBeVisible(),
  );
  await visit('project', `/projects/${projectId}?tab=project`, () =>
    expect(page.getByLabel('Description')).toBeVisible(),
  );
  await visit('studies', `/projects/${projectId}?tab=studies`, () =>
    expect(page.getByRole('heading', { name: 'No studies' })).toBeVisible(),
  );
  await visit('builders', `/projects/${projectId}?tab=provisioning`, () =>
    expect(page.getByRole('list', { name: 'Builders' })).toBeVisible(),
  );
  await visit('yaml', `/projects/${projectId}?tab=yaml`, () =>
    expect(page.getByRole('textbox', { name: 'Text of project.yml' })).toContainText('api_version'),
  );
  await visit('runs', `/projects/${projectId}?tab=runs`, () => expect(table(page, 'Runs')).toBeVisible());
  await visit('project-kits', `/projects/${projectId}?tab=kits`, () =>
    expect(table(page, 'Kits of the project')).toBeVisible(),
  );
  await visit('project-ca', `/projects/${projectId}?tab=ca`, () =>
    expect(page.getByText('Certificate authority')).toBeVisible(),
  );
  await visit('import-ca', '/projects?ca=1', () => expect(page.getByRole('dialog')).toBeVisible());
  await visit('provision', `/projects/${projectId}?tab=runs`, async () => {
    await page.getByRole('button', { name: 'Provision', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Provision again' })).toBeVisible();
  });
  await visit('ca', `/projects/${projectId}/ca`, heading(/^CA of/));
  await visit('run', `/runs/${runId}`, () =>
    expect(row(table(page, 'Kits of the run'), 'Server')).toBeVisible(),
  );
  await visit('kits', `/kits?kit=${kitId}`, () =>
    expect(page.getByRole('heading', { name: 'Checks' })).toBeVisible(),
  );
  await visit('kit-history', `/projects/${projectId}/kit-history`, async () => {
    await row(table(page, 'Participants with kits'), 'Site').first().click();
    await expect(page.getByRole('complementary').getByText('The first kit')).toBeVisible();
  });
  await visit('disable-participant', `/projects/${projectId}/kit-history?tab=participants`, async () => {
    await row(table(page, 'Participants with kits'), 'Site').first().click();
    await page.getByRole('button', { name: /^Disable / }).click();
    await expect(page.getByRole('dialog')).toContainText('NVFlare has no revocation');
  });
  await visit('certificates', '/certificates', async () => {
    await table(page, 'Certificates').getByRole('row').nth(1).click();
    await expect(page.getByRole('complementary').getByText('Valid until')).toBeVisible();
  });
  await visit('signing', `/distributed?tab=sign&open=${incomingId}`, () =>
    expect(page.getByRole('button', { name: 'Compare and sign' })).toBeVisible(),
  );
  await visit('signing-request', `/distributed?tab=join&open=${requestId}`, () =>
    expect(page.getByRole('button', { name: 'Save the request zip' })).toBeVisible(),
  );
  await visit('hosts', `/hosts?host=${hostId}`, () =>
    expect(page.getByRole('complementary').getByText('Jump host')).toBeVisible(),
  );
  await visit('add-host', '/hosts?new=1', () =>
    expect(page.getByRole('dialog', { name: 'Add host' })).toBeVisible(),
  );
  await visit('import-hosts', '/hosts?import=ssh-config', async () => {
    await page.getByRole('button', { name: 'Read ~/.ssh/config' }).click();
    await expect(page.getByRole('list', { name: 'What was found' })).toBeVisible();
  });
  await visit('forwards', '/forwards', () =>
    expect(page.getByRole('heading', { name: 'No forwarded ports' })).toBeVisible(),
  );
  await visit('forward-port', '/forwards', async () => {
    await page.getByRole('button', { name: 'Forward a port' }).click();
    await expect(page.getByRole('dialog', { name: 'Forward a port' })).toBeVisible();
  });
  await forgetHosts?.();
  await visitEnginePages(page, { engineHostId, containerId }, visit, forgetHosts ? null : 'gate');
  await visit('deployments', '/deployments', () =>
    expect(page.getByRole('heading', { name: 'Nothing is deployed yet' })).toBeVisible(),
  );
  await visit('send-kits', `/deployments?send=${kitId}`, () =>
    expect(page.getByRole('list', { name: 'Kits and their places' })).toBeVisible(),
  );
  await visit('terminals', '/terminals', () =>
    expect(page.getByRole('heading', { name: 'No terminal is open' })).toBeVisible(),
  );
  await visit('local-federations', '/local-federations', () =>
    expect(page.getByRole('heading', { name: 'No federation runs here' })).toBeVisible(),
  );
  await visit('try-here', `/local-federations?project=${projectId}`, () =>
    expect(page.getByRole('group', { name: 'Who takes part besides the server' })).toBeVisible(),
  );
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await visit('check-connection', `/preflight?kit=${kitId}`, () =>
    expect(page.getByRole('list', { name: 'Checks' })).toHaveAttribute('aria-busy', 'false', {
      timeout: 30_000,
    }),
  );
  await visit('task', `/tasks/${taskId}`, () => expect(page.getByRole('log')).toContainText('NVFlare'));
  await visit('audit', '/audit', async () => {
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByText('Verified', { exact: true })).toBeVisible();
  });
  await visit('logs', '/logs', () => expect(page.getByRole('log')).toContainText('started'));
  await visit('work-logs', '/logs?tab=work', () =>
    expect(page.getByText(/Provision thorax-ct/).first()).toBeVisible(),
  );
  await visit('settings', '/settings', () => expect(page.getByText('In use')).toBeVisible());
  await visit('upkeep', '/settings/upkeep', async () => {
    await heading('Upkeep')();
    await expect(page.getByRole('list', { name: 'Disk use' })).toBeVisible();
  });
}
