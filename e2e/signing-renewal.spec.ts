import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Authority, OwnRequest } from '../preload/contract/distributed';
import { saveDownload } from './fixtures/downloads';
import { expect, test } from './fixtures/test';
import { makeSignedKit } from './pages/signing';
import { openSection, row, table, textField } from './pages/shell';
import { needPeer, peers } from './servers/peers';

test.beforeEach(() => needPeer(peers.nvflare()));

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });

test('a signed certificate is renewed from the board, and its CA replaced', async ({
  app,
  cli,
  workspace,
}) => {
  test.setTimeout(180_000);
  const { page } = app;
  await makeSignedKit(cli, workspace.folder, { caDays: 40, days: 20 });
  const requests = () => cli.call<OwnRequest[]>('distributed.requests');
  const [old] = await requests();

  await openSection(page, 'Certificates');
  await expect(page.getByText('1 expires within 30 days')).toBeVisible();
  const board = table(page, 'Certificates');
  await expect(row(board, 'site-1')).toContainText('thorax, own request');
  await expect(board.getByRole('row').filter({ hasText: 'signs here' })).toContainText('Within 60 days');
  const calendar = path.join(workspace.folder, 'certificates.ics');
  await saveDownload(app, calendar, () => page.getByRole('button', { name: 'Save as calendar' }).click());
  const events = readFileSync(calendar, 'utf8').replaceAll('\r\n ', '');
  expect(events).toContain('SUMMARY:The certificate of site-1 (thorax) expires');
  expect(events).toContain('SUMMARY:The CA certificate of thorax expires');

  await row(board, 'site-1').click();
  await expect(inspector(page).getByText('From its end on, the others refuse it')).toBeVisible();
  await inspector(page).getByRole('button', { name: 'Renew 1 certificate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Renew 1 certificate' }).click();
  await expect(inspector(page).getByText('Waiting for signature')).toBeVisible();
  await expect(inspector(page).getByText('Keep using the current kit until this one is ready')).toBeVisible();
  const key =
    (await inspector(page).getByLabel('Fingerprint of the key', { exact: true }).textContent()) ?? '';
  const requestZip = path.join(workspace.folder, 'again.request.zip');
  await saveDownload(app, requestZip, () =>
    inspector(page).getByRole('button', { name: 'Save the request zip' }).click(),
  );

  await page.getByRole('tab', { name: /^Sign for others/ }).click();
  await page.getByLabel('Request zip').setInputFiles(requestZip);
  await expect(inspector(page).getByText('Is this a renewal?')).toBeVisible();
  await expect(inspector(page).getByText('The CA ends before that')).toBeVisible();
  await textField(inspector(page), 'Fingerprint of the key').fill(key);
  await inspector(page).getByRole('button', { name: 'Compare and sign' }).click();
  await expect(inspector(page).getByText('Signed, not sent')).toBeVisible();
  await expect(table(page, 'Requests to sign').getByText('Renewed')).toBeVisible();
  const signedZip = path.join(workspace.folder, 'again.signed.zip');
  await saveDownload(app, signedZip, () =>
    inspector(page).getByRole('button', { name: 'Save the signed zip' }).click(),
  );
  const [ca] = await cli.call<Authority[]>('distributed.authorities');

  await page.getByRole('tab', { name: /^Get signed/ }).click();
  await table(page, 'Requests from here').getByText('Waiting for signature').click();
  await inspector(page).getByLabel('Signed zip').setInputFiles(signedZip);
  await textField(inspector(page), 'Fingerprint of the CA').fill(ca?.fingerprint256 ?? '');
  await inspector(page).getByRole('button', { name: 'Compare and make the kit' }).click();
  await expect(inspector(page).getByText('put this one in its place')).toBeVisible();
  await table(page, 'Requests from here').getByText('Renewed').click();
  await expect(inspector(page).getByText('There is a newer kit')).toBeVisible();
  const [renewed] = await requests();
  expect(renewed?.keyFingerprint).not.toBe(old?.keyFingerprint);
  expect(renewed?.notAfter).toBe(ca?.notAfter);

  await openSection(page, 'Certificates');
  await expect(row(board, 'site-1')).toContainText('Within 60 days');
  await board.getByRole('row').filter({ hasText: 'signs here' }).click();
  await expect(inspector(page).getByText('With the CA, every kit ends')).toBeVisible();
  await inspector(page).getByRole('button', { name: 'Replace the CA' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace the CA of thorax' });
  await expect(dialog.getByText('Kits of the two CAs refuse each other')).toBeVisible();
  await dialog.getByRole('button', { name: 'Replace the CA' }).click();
  await expect(page.getByText('0 of 1 signed by this CA')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Who has changed' })).toContainText('No new request yet');
  await page.getByRole('button', { name: 'Destroy the old key' }).click();
  const destroy = page.getByRole('dialog', { name: 'Destroy the key of the old CA of thorax' });
  await expect(destroy.getByText('1 participant has no certificate from the new CA yet')).toBeVisible();
  await destroy.getByRole('textbox').fill('thorax');
  await destroy.getByRole('button', { name: 'Destroy the key' }).click();
  // Behind a dialog the list is hidden anyway.
  await expect(destroy).toBeHidden();
  await expect(page.getByRole('list', { name: 'Who has changed' })).toBeHidden();
  const cas = await cli.call<Authority[]>('distributed.authorities');
  expect(cas.map(({ hasKey, replacedAt }) => [hasKey, replacedAt === null])).toEqual([
    [true, true],
    [false, false],
  ]);
});
