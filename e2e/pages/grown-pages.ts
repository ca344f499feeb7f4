import path from 'node:path';
import { type Page, expect } from '@playwright/test';
import type { OwnRequest } from '../../preload/contract/distributed';
import type { CommandLine } from '../fixtures/command-line';
import { closeNotes, go, mod, row, table } from './shell';
import { makeSignedKit } from './signing';

type Look = (name: string) => Promise<void>;

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });

const consortium = `api_version: 4
name: oncology
participants:
  - {name: fl.example.org, type: server, org: consortium}
  - {name: north-clinic, type: client, org: north_trust}
  - {name: north-children, type: client, org: north_trust}
  - {name: south-clinic, type: client, org: south_trust}
  - {name: west-university, type: client, org: west_university}
  - {name: lead@example.org, type: admin, org: consortium, role: lead}
  - {name: admin@example.org, type: admin, org: consortium, role: project_admin}
builders:
  - path: nvflare.lighter.impl.workspace.WorkspaceBuilder
  - path: nvflare.lighter.impl.static_file.StaticFileBuilder
  - path: nvflare.lighter.impl.cert.CertBuilder
  - path: nvflare.lighter.impl.signature.SignatureBuilder
studies:
  breast:
    site_orgs:
      north_trust: [north-clinic, north-children]
      south_trust: [south-clinic]
    admins: [lead@example.org]
  lung:
    site_orgs:
      south_trust: [south-clinic]
      west_university: [west-university]
    admins: [lead@example.org, admin@example.org]
`;

/** Notes that come and go would be half there in one look or the other. */
const settled =
  (page: Page, look: Look): Look =>
  async (name) => {
    await closeNotes(page);
    await look(name);
  };

/** Who takes part in which study: as a matrix, and beside the text. */
export async function visitStudies(page: Page, cli: CommandLine, take: Look): Promise<void> {
  const look = settled(page, take);
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text: consortium });
  await go(page, `/projects/${summary.id}?tab=studies`);
  await expect(page.getByRole('checkbox', { name: 'All of north_trust in breast' })).toBeChecked();
  await look('study-matrix');
  await go(page, `/projects/${summary.id}?tab=yaml`);
  const text = page.getByRole('textbox', { name: 'Text of project.yml' });
  await expect(text).toContainText('api_version');
  for (const key of [`${mod}+End`, 'ArrowUp', 'ArrowUp', 'End', 'ArrowLeft', 'ArrowLeft'])
    await text.press(key);
  await expect(inspector(page).locator('[role=checkbox][data-at-cursor]')).toHaveAccessibleName(
    'west-university in lung',
  );
  await look('yaml-studies');
}

/** What is made, renewed and replaced where keys stay with their sites, dialogs included. */
export async function visitSigning(page: Page, cli: CommandLine, folder: string, take: Look): Promise<void> {
  const look = settled(page, take);
  const lasting = { project: 'cardio', caDays: 40, days: 20 };
  const { authorityId } = await makeSignedKit(cli, folder, lasting);
  await go(page, '/distributed?tab=sign&new=1');
  await expect(page.getByRole('dialog', { name: 'New CA for signing' })).toBeVisible();
  await look('new-signing-ca');
  await go(page, '/distributed?tab=join&new=1');
  await expect(page.getByRole('dialog', { name: 'New request' })).toBeVisible();
  await look('new-signing-request');

  await go(page, '/certificates');
  await row(table(page, 'Certificates'), 'site-1').filter({ hasText: 'own request' }).click();
  await inspector(page).getByRole('button', { name: 'Renew 1 certificate' }).click();
  const question = page.getByRole('dialog');
  await expect(question.getByRole('button', { name: 'Renew 1 certificate' })).toBeVisible();
  await look('renew-signed');
  await question.getByRole('button', { name: 'Renew 1 certificate' }).click();
  await expect(inspector(page).getByText('Keep using the current kit until this one is ready')).toBeVisible();
  await look('renewal-request');

  await go(page, `/distributed?tab=sign&ca=${authorityId}&open=${await bring(cli, folder, authorityId)}`);
  await expect(inspector(page).getByText('Is this a renewal?')).toBeVisible();
  await look('renewal-to-sign');
  await page.getByRole('button', { name: 'Replace the CA' }).click();
  const replace = page.getByRole('dialog', { name: 'Replace the CA of cardio' });
  await expect(replace).toBeVisible();
  await look('replace-ca');
  await replace.getByRole('button', { name: 'Replace the CA' }).click();
  await expect(page.getByRole('list', { name: 'Who has changed' })).toBeVisible();
  await look('ca-changeover');
  await page.getByRole('button', { name: 'Destroy the old key' }).click();
  await expect(page.getByRole('dialog', { name: 'Destroy the key of the old CA of cardio' })).toBeVisible();
  await look('destroy-ca-key');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
}

interface StoredProject {
  summary: { revision: number };
  model: { participants: { key: string; name: string; type: string }[] };
}

/** A run for one new site, and a CA that is being rotated, with one of the new kits handed over. */
export async function visitOverTime(
  page: Page,
  cli: CommandLine,
  projectId: string,
  take: Look,
): Promise<void> {
  const look = settled(page, take);
  const { summary, model } = await cli.call<StoredProject>('projects.get', { projectId });
  const site = model.participants.find(({ type }) => type === 'client');
  const participants = [...model.participants, { ...site, key: 'new-1', name: 'west-hospital' }];
  const { revision } = summary;
  await cli.call('projects.save', { projectId, revision, model: { ...model, participants } });
  const { runId } = await cli.call<{ runId: string }>('provisioning.start', { projectId, scope: 'new' });
  await go(page, `/runs/${runId}`);
  await expect(row(table(page, 'Kits of the run'), 'west-hospital')).toBeVisible();
  await look('only-new');

  await cli.call('provisioning.startRotation', { projectId });
  const kits = await cli.call<{ id: string; type: string }[]>('kits.list', { projectId });
  const kitId = kits.find(({ type }) => type === 'server')?.id;
  await cli.call('kits.recordHandover', { kitId, recipient: 'Data centre', method: 'Courier' });
  await go(page, `/projects/${projectId}/ca`);
  await expect(table(page, 'New kits').getByText('Done')).toHaveCount(1);
  await look('ca-rotation');
}

/** Carries the request of a renewal over to its CA, and resolves to what it is there. */
async function bring(cli: CommandLine, folder: string, authorityId: string): Promise<string> {
  const requests = await cli.call<OwnRequest[]>('distributed.requests');
  const id = requests.find(({ project, state }) => project === 'cardio' && state === 'requested')?.id;
  const grantId = path.join(folder, 'renewal.request.zip');
  await cli.call('distributed.save', { what: 'request', id, grantId });
  const incoming = await cli.call<{ id: string }>('distributed.importRequest', { authorityId, grantId });
  return incoming.id;
}
