import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CertificateBoard } from '../preload/contract/certificates';
import type { CommandLine } from './fixtures/command-line';
import { saveDownload } from './fixtures/downloads';
import { type RunningApp, type Workspace, expect, test } from './fixtures/test';
import { moveEnd } from './pages/certificates';
import { provisionSample } from './pages/every-page';
import { openSection, row, table, title } from './pages/shell';
import { needPeer, peers } from './servers/peers';

test.beforeEach(() => needPeer(peers.nvflare()));

const dayMs = 86_400_000;

/** The first part provisions, and the others go on with that. */
interface Given {
  app: RunningApp;
  cli: CommandLine;
  workspace: Workspace;
}

async function showBoard({ app: { page }, cli }: Given): Promise<void> {
  await openSection(page, 'Certificates');
  await expect(page.getByRole('heading', { name: 'No certificates yet' })).toBeVisible();
  await provisionSample(cli, 'thorax');
  const { certificates } = await cli.call<CertificateBoard>('certificates.list');
  const kits = await cli.call<{ participant: string; fingerprint256: string }[]>('kits.list');
  expect(certificates.map(({ fingerprint256 }) => fingerprint256)).toEqual(
    expect.arrayContaining(kits.map(({ fingerprint256 }) => fingerprint256)),
  );
  expect(certificates).toHaveLength(kits.length + 1);

  const board = table(page, 'Certificates');
  await expect(board.getByRole('row')).toHaveCount(certificates.length + 1);
  await expect(page.getByText('Nothing expires within 60 days')).toBeVisible();
  await expect(row(board, 'thorax').filter({ hasText: 'CA' })).toContainText(/in 3\d\d days/);
  const [kit] = kits;
  await row(board, kit?.participant ?? '').click();
  const inspector = page.getByRole('complementary');
  // In four lines of eight bytes.
  const lines = kit?.fingerprint256.replaceAll(':', ' ').match(/(?:[0-9A-F]{2} ?){8}/g) ?? [];
  expect(lines).toHaveLength(4);
  for (const line of lines) await expect(inspector.getByText(line.trim(), { exact: true })).toBeVisible();
  await inspector.getByRole('link', { name: `Open the kit of ${kit?.participant}` }).click();
  await expect(title(page, 'Kits')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Checks' })).toBeVisible();
}

async function showEnds({ app: { page, data }, cli }: Given): Promise<void> {
  const { certificates } = await cli.call<CertificateBoard>('certificates.list');
  const [late, soon] = certificates.filter(({ type }) => type === 'client').map(({ subject }) => subject);
  moveEnd(data, late ?? '', Date.now() - dayMs / 2);
  moveEnd(data, soon ?? '', Date.now() + 20.5 * dayMs);

  await expect(page.getByText('thorax: the certificate of')).toHaveCount(2);
  await page.getByRole('link', { name: /expires within 60 days/ }).click();
  await expect(title(page, 'Certificates')).toBeVisible();
  await expect(page.getByText('1 certificate has expired, 1 expires within 30 days')).toBeVisible();
  const board = table(page, 'Certificates');
  await expect(board.getByRole('row').nth(1)).toContainText(late ?? 'none');
  await expect(board.getByRole('row').nth(2)).toContainText('in 20 days');
  await page.getByRole('button', { name: '≤ 30 days 1', exact: true }).click();
  await expect(board.getByRole('row')).toHaveCount(2);
  await board.getByRole('row').nth(1).click();
  await expect(page.getByRole('note')).toContainText('From its end on, the others refuse it');
  await page.getByRole('button', { name: '≤ 30 days 1', exact: true }).click();
  await expect(board.getByRole('row')).toHaveCount(certificates.length + 1);
}

async function saveCalendar({ app, cli, workspace }: Given): Promise<void> {
  const { page } = app;
  const { certificates } = await cli.call<CertificateBoard>('certificates.list');
  await openSection(page, 'Certificates');
  const calendar = path.join(workspace.folder, 'certificates.ics');
  await saveDownload(app, calendar, () => page.getByRole('button', { name: 'Save as calendar' }).click());
  const text = readFileSync(calendar, 'utf8').replaceAll('\r\n ', '');
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
  for (const days of [60, 30, 7]) expect(text).toContain(`TRIGGER:-P${days}D\r\n`);
  for (const { fingerprint256, subject } of certificates) {
    expect(text).toContain(fingerprint256);
    expect(text).toContain(subject);
  }
  const sheet = path.join(workspace.folder, 'certificates.csv');
  await saveDownload(app, sheet, () => page.getByRole('button', { name: 'Save as CSV' }).click());
  const lines = readFileSync(sheet, 'utf8').trim().split('\r\n');
  expect(lines).toHaveLength(certificates.length + 1);
  expect(lines.join()).toContain(certificates[0]?.fingerprint256);
}

test('certificates of a run are shown, saved and watched', async ({ app, cli, workspace }) => {
  test.setTimeout(3 * 90_000);
  const given = { app, cli, workspace };
  await test.step('the board shows what provisioning issued, and leads to the kit', () => showBoard(given));
  await test.step('the calendar and the CSV have every certificate', () => saveCalendar(given));
  await openSection(app.page, 'Overview');
  await test.step('what ends soon comes first, is counted, and is said on the overview', () =>
    showEnds(given));
});
