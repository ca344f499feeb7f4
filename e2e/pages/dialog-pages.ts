import path from 'node:path';
import { type Locator, type Page, expect } from '@playwright/test';
import type { CommandLine } from '../fixtures/command-line';
import { answerOpenDialog, saveTo } from '../fixtures/dialogs';
import type { RunningApp } from '../fixtures/running-app';
import type { Workspace } from '../fixtures/workspace';
import type { SampleIds } from './every-page';
import { go, table } from './shell';

interface Visit {
  app: RunningApp;
  cli: CommandLine;
  workspace: Workspace;
  ids: SampleIds;
  look: (name: string) => Promise<void>;
}

/** Leaves a dialog that shows a secret once: without a copy it would ask first. */
async function leaveSecret(dialog: Locator, look: () => Promise<void>): Promise<void> {
  await expect(dialog).toBeVisible();
  await look();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog.getByText(/ was not copied$/)).toBeVisible();
  await look();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
}

async function leave(page: Page, dialog: Locator): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

/** Chooses in the home directory, by the system's dialog or by the page's own. */
async function chooseAtHome(app: RunningApp, home: string, file: string | null, button: string) {
  await answerOpenDialog(app, file === null ? home : path.join(home, file));
  await app.page.getByRole('button', { name: button, exact: true }).click();
  if (app.electron) return;
  if (file === null) return app.page.getByRole('button', { name: 'Choose this folder' }).click();
  await app.page.getByRole('dialog').last().getByText(file, { exact: true }).click();
  await app.page.getByRole('dialog').last().getByRole('button', { name: 'Open' }).click();
}

/** What is on the way between pages: previews, comparisons, exports, a restore, and folders with packages. */
export async function visitDialogs(visit: Visit): Promise<void> {
  await visitEditing(visit);
  await visitComparison(visit);
  await visitExports(visit);
  await visitRestore(visit);
  await visitFolders(visit);
}

async function visitEditing({ app: { page }, ids, look }: Visit): Promise<void> {
  await go(page, `/projects/${ids.projectId}`);
  await page.getByRole('button', { name: 'Add participant' }).click();
  await page.getByRole('menuitem', { name: 'From CSV' }).click();
  const dialog = page.getByRole('dialog', { name: 'Participants from CSV' });
  await look('csv');
  const lines = ['Site;Organisation;Colour', 'north-hospital;other;red', 'new-site;west;', ';nobody;'];
  await dialog.getByLabel('Table', { exact: true }).fill(lines.join('\n'));
  await expect(dialog.getByRole('grid', { name: 'What the import does' })).toContainText('It has no name.');
  await look('csv-preview');
  await leave(page, dialog);
  await go(page, `/projects/${ids.projectId}?tab=graph`);
  await page.getByRole('button', { name: 'Show as outline' }).click();
  await expect(page.getByRole('region', { name: 'Outline of connections' })).toContainText('north-hospital');
  await look('graph-outline');
}

async function visitComparison({ app: { page }, cli, ids, look }: Visit): Promise<void> {
  await cli.call('provisioning.start', {
    projectId: ids.projectId,
    scope: 'renew',
    participants: ['north-hospital'],
  });
  await go(page, `/projects/${ids.projectId}/kit-history?tab=compare`);
  const compared = table(page, 'Compared kits');
  await expect(compared.getByRole('row').nth(1)).toBeVisible();
  await look('compare-runs');
  await compared.getByRole('row').filter({ hasText: 'north-hospital' }).click();
  const dialog = page.getByRole('dialog', { name: 'The kits of north-hospital' });
  await expect(dialog).toBeVisible();
  await look('compare-kits');
  await leave(page, dialog);
}

async function visitExports({ app, workspace, ids, look }: Visit): Promise<void> {
  const { page } = app;
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  const file = (name: string) => path.join(workspace.home, name);
  await go(page, `/kits?kit=${ids.kitId}`);
  await expect(page.getByRole('heading', { name: 'Checks' })).toBeVisible();
  await saveTo(app, file('kit.zip'), () => page.getByRole('button', { name: 'Protected zip' }).click());
  await dialog(/protected zip/)
    .getByRole('button', { name: 'Record the hand-over' })
    .click();
  await look('hand-over-of-zip');
  await dialog(/protected zip/)
    .getByRole('button', { name: 'Cancel' })
    .click();
  await leaveSecret(dialog(/protected zip/), () => look('kit-exported'));

  await go(page, `/projects/${ids.projectId}?tab=ca`);
  await page.getByRole('button', { name: 'Export the CA' }).click();
  await expect(dialog('Export the CA')).toBeVisible();
  await look('export-ca');
  const exportCa = () => dialog('Export the CA').getByRole('button', { name: 'Export' }).click();
  await saveTo(app, file('ca.fedwright-ca'), exportCa);
  await leaveSecret(dialog('The CA is exported'), () => look('ca-exported'));
}

async function visitRestore({ app, cli, workspace, look }: Visit): Promise<void> {
  const { page } = app;
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  await cli.call('upkeep.backUp');
  await go(page, '/settings/upkeep');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog('Export a backup')).toBeVisible();
  await look('export-backup');
  const exportBackup = () => dialog('Export a backup').getByRole('button', { name: 'Export' }).click();
  await saveTo(app, path.join(workspace.home, 'backup.zip'), exportBackup);
  await leaveSecret(dialog('The backup is exported'), () => look('backup-exported'));

  await page
    .getByRole('button', { name: /^Restore the backup of/ })
    .first()
    .click();
  const confirm = dialog('Replace what is here with this backup');
  await expect(confirm.getByRole('button', { name: 'Restore' })).toBeVisible();
  await look('restore');
  await leave(page, confirm);
  await chooseAtHome(app, workspace.home, 'backup.zip', 'Restore from a file');
  await expect(dialog('Restore a backup').getByLabel('Passphrase')).toBeVisible();
  await look('unlock-backup');
  await leave(page, dialog('Restore a backup'));
}

async function visitFolders({ app, workspace, look }: Visit): Promise<void> {
  const { page } = app;
  await go(page, '/settings');
  await page.getByRole('button', { name: 'Prepare a folder' }).click();
  const prepare = page.getByRole('dialog', { name: 'Prepare a folder for another machine' });
  await expect(prepare.getByRole('combobox', { name: 'System of the other machine' })).toBeVisible();
  await look('prepare-folder');
  await leave(page, prepare);
  await chooseAtHome(app, workspace.home, null, 'Install from a folder');
  const install = page.getByRole('dialog', { name: /^NVFlare .* from a folder$/ });
  await expect(install.getByText('The folder is not complete')).toBeVisible();
  await look('install-from-folder');
  await leave(page, install);
}
