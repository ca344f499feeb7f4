import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { readPlainZip } from './fixtures/archives';
import { saveDownload } from './fixtures/downloads';
import { expect, test } from './fixtures/test';
import { openSection, row, table, textField, title } from './pages/shell';
import { needPeer, peers } from './servers/peers';

test.beforeEach(() => needPeer(peers.nvflare()));

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });

/** What stands in a fingerprint box, as somebody would read it out. */
const readOut = async (page: Page, label: string): Promise<string> =>
  (await inspector(page).getByLabel(label, { exact: true }).textContent()) ?? '';

test('an admin and a site make a kit together, and the key stays with the site', async ({
  launch,
  workspace,
}) => {
  test.setTimeout(180_000);
  const siteData = path.join(workspace.folder, 'hospital');
  const admin = await launch();
  const hospital = await launch({ FEDWRIGHT_DATA: siteData });
  const [a, h] = [admin.page, hospital.page];

  await openSection(a, 'Signing');
  await expect(a.getByRole('heading', { name: 'No CA for signing yet' })).toBeVisible();
  await a.getByRole('button', { name: 'New CA' }).first().click();
  const form = a.getByRole('dialog', { name: 'New CA for signing' });
  await textField(form, 'Project').fill('thorax');
  await textField(form, 'Server host name').fill('not_a_host');
  await form.getByRole('button', { name: 'Make the CA' }).click();
  await expect(form.getByText('This cannot be the name of a host.')).toBeVisible();
  await textField(form, 'Server host name').fill('fl.example.org');
  await textField(form, 'Port').fill('99999');
  await form.getByRole('button', { name: 'Make the CA' }).click();
  await expect(form.getByText('A port from 1 to 65535.')).toBeVisible();
  await textField(form, 'Port').fill('8002');
  await form.getByRole('button', { name: 'Make the CA' }).click();
  await expect(a.getByRole('heading', { name: 'CA of thorax' })).toBeVisible();
  const caFingerprint = (await a.getByLabel('Fingerprint of the CA', { exact: true }).textContent()) ?? '';

  await openSection(h, 'Signing');
  await h.getByRole('tab', { name: /^Get signed/ }).click();
  await h.getByRole('button', { name: 'New request' }).first().click();
  const wanted = h.getByRole('dialog', { name: 'New request' });
  await textField(wanted, 'Project').fill('thorax');
  await textField(wanted, 'Name').fill('site-1');
  await textField(wanted, 'Organisation').fill('north_hospital');
  await wanted.getByRole('button', { name: 'Make the request' }).click();
  await expect(inspector(h).getByText('Waiting for signature')).toBeVisible();
  const keyFingerprint = await readOut(h, 'Fingerprint of the key');
  const requestZip = path.join(workspace.folder, 'site-1.request.zip');
  await saveDownload(hospital, requestZip, () =>
    inspector(h).getByRole('button', { name: 'Save the request zip' }).click(),
  );

  await a.getByLabel('Request zip').setInputFiles(requestZip);
  await expect(inspector(a).getByRole('heading', { name: 'site-1' })).toBeVisible();
  const sign = inspector(a).getByRole('button', { name: 'Compare and sign' });
  await expect(sign).toBeDisabled();
  const told = textField(inspector(a), 'Fingerprint of the key');
  await told.fill(caFingerprint);
  await sign.click();
  await expect(
    inspector(a).getByText('The fingerprint is not that of the key in this request.'),
  ).toBeVisible();
  await told.fill(keyFingerprint);
  await told.press('Enter');
  await expect(inspector(a).getByText('Signed, not sent')).toBeVisible();
  const signedZip = path.join(workspace.folder, 'site-1.signed.zip');
  await saveDownload(admin, signedZip, () =>
    inspector(a).getByRole('button', { name: 'Save the signed zip' }).click(),
  );
  await textField(inspector(a), 'Sent to').fill('Hal at North Hospital');
  await inspector(a).getByRole('button', { name: 'Record the hand-over' }).click();
  await expect(inspector(a).getByRole('list', { name: 'Sent to' })).toContainText('Hal at North Hospital');
  await expect(row(table(a, 'Requests to sign'), 'Handed out')).toBeVisible();

  await inspector(h).getByLabel('Signed zip').setInputFiles(requestZip);
  await expect(inspector(h).getByText('This is not a signed zip that can be used')).toBeVisible();
  await inspector(h).getByLabel('Signed zip').setInputFiles(signedZip);
  await expect(inspector(h).getByText('To be packaged')).toBeVisible();
  const make = inspector(h).getByRole('button', { name: 'Compare and make the kit' });
  await expect(make).toBeDisabled();
  const caTold = textField(inspector(h), 'Fingerprint of the CA');
  await caTold.fill(keyFingerprint);
  await make.click();
  await expect(inspector(h).getByText('The fingerprint is not that of the CA that signed.')).toBeVisible();
  await caTold.fill(caFingerprint);
  await make.click();
  await expect(inspector(h).getByText('Kit ready')).toBeVisible();
  const checks = inspector(h).getByRole('list', { name: 'Checks of the kit' });
  await expect(checks.getByText('OK', { exact: true })).toHaveCount(5);

  await inspector(h).getByRole('button', { name: 'Protected zip' }).click();
  const shown = h.getByRole('dialog', { name: 'The kit in a protected zip' });
  await expect(shown.getByLabel('Password')).not.toBeEmpty();
  await shown.getByRole('button', { name: 'Copy' }).click();
  await shown.getByRole('button', { name: 'Done' }).click();

  for (const zip of [requestZip, signedZip]) {
    const { names, text } = readPlainZip(zip);
    for (const name of names) expect(text(name), name).not.toContain('PRIVATE KEY');
  }
  await openSection(a, 'Audit');
  await expect(a.getByRole('row').filter({ hasText: 'Sign request' })).toHaveCount(2);
});

test('a request can be rejected with a reason, and deleted where it was made', async ({
  app,
  cli,
  workspace,
}) => {
  test.setTimeout(120_000);
  const { page } = app;
  const { authorityId } = await cli.call<{ authorityId: string }>('distributed.createAuthority', {
    name: 'thorax',
    serverHost: 'fl.example.org',
  });
  const { requestId } = await cli.call<{ requestId: string }>('distributed.createRequest', {
    ...{ project: 'thorax', name: 'alice@example.org', org: 'north', type: 'admin', role: 'lead' },
  });
  const file = path.join(workspace.folder, 'alice.request.zip');
  await cli.call('distributed.save', { what: 'request', id: requestId, grantId: file });
  await cli.call('distributed.importRequest', { authorityId, grantId: file });
  await openSection(page, 'Signing');
  await expect(page.getByText('1 request needs a decision')).toBeVisible();
  await row(table(page, 'Requests to sign'), 'alice@example.org').click();
  await inspector(page).getByRole('button', { name: 'Reject' }).click();
  await textField(inspector(page), 'Why it is rejected').fill('Not known here');
  await inspector(page).getByRole('button', { name: 'Reject the request' }).click();
  await expect(inspector(page).getByText('Not known here')).toBeVisible();

  await page.getByRole('tab', { name: /^Get signed/ }).click();
  await row(table(page, 'Requests from here'), 'alice@example.org').click();
  const key = path.join(workspace.data, 'distributed', 'requests', requestId, 'key', 'alice@example.org.key');
  expect(readFileSync(key).subarray(0, 6).toString()).toBe('FWSEAL');
  await inspector(page).getByRole('button', { name: 'Delete this request' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete the request of alice@example.org' });
  await dialog.getByRole('textbox').fill('alice@example.org');
  await dialog.getByRole('button', { name: 'Delete request and key' }).click();
  await expect(page.getByRole('heading', { name: 'No requests from here yet' })).toBeVisible();
  expect(existsSync(key)).toBe(false);
  await expect(title(page, 'Signing')).toBeVisible();
});
