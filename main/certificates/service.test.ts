import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BoardCertificate } from '../../preload/contract/certificates';
import { kitRows } from '../kits/tables';
import { projectRows } from '../projects/tables';
import { type House, openHouse, projectText, python } from '../provisioning/test-house';
import type { SigningCertificate } from './board';
import { dayMs } from './expiry';
import { createCertificates } from './service';
import { readCalendar } from './test-ical';

const relay =
  '{name: relay-1, type: relay, org: beta, connection_security: mtls, listening_host: {scheme: grpc, host_names: [relay.example.org], port: 8102, connection_security: mtls}}';

let house: House;
let lung: string;
let thorax: string;
let now: number;
let certificates: ReturnType<typeof createCertificates>;
let read: string[];
let signing: SigningCertificate[] = [];

const kitFile = (kit: { projectId: string; runId: string; participant: string }, file: string) =>
  path.join(house.layout.run(kit.projectId, kit.runId).kits, kit.participant, file);
const makeService = () =>
  createCertificates({
    store: house.store,
    downloads: house.downloads,
    signing: () => signing,
    readKitFile(kit, file) {
      read.push(file);
      return readFileSync(kitFile(kit, file));
    },
    now: () => now,
  });
const board = (projectId: string) =>
  certificates.list().certificates.filter((certificate) => certificate.groupId === projectId);
const kitOf = ({ origin }: BoardCertificate) => (origin.from === 'run' ? origin.kitId : '');
const runOf = ({ origin }: BoardCertificate) => (origin.from === 'run' ? origin.runId : '');
async function download(projectId: string | null) {
  const { url, events, fileName } = certificates.calendar({ groupId: projectId });
  const found = await house.downloads.take(url.split('/')[2] ?? '');
  if (!found) throw new Error('the link leads nowhere');
  const content = await text(found.stream);
  expect(Buffer.byteLength(content)).toBe(found.sizeBytes);
  return { ...readCalendar(content), count: events, fileName, contentType: found.contentType };
}

describe.skipIf(!python)('certificates of real kits', () => {
  beforeAll(async () => {
    house = await openHouse();
    lung = house.addProject(projectText({ name: 'lung', more: [relay] }));
    thorax = house.addProject(projectText({ name: 'thorax' }));
    for (const project of [lung, thorax])
      expect((await house.provision(project)).run.error, project).toBeNull();
    now = Date.now();
    read = [];
    certificates = makeService();
  });
  afterAll(() => house?.close());

  test('all of them are there, each with what OpenSSL says of it', async () => {
    const of = board(lung);
    expect(of.map(({ kind, subject, type, file }) => [kind, subject, type, file])).toEqual(
      expect.arrayContaining([
        ['ca', 'lung', null, 'startup/rootCA.pem'],
        ['participant', 'server', 'server', 'startup/server.crt'],
        ['participant', 'site-1', 'client', 'startup/client.crt'],
        ['participant', 'admin@example.org', 'admin', 'startup/client.crt'],
        ['participant', 'relay-1', 'relay', 'startup/client.crt'],
        ['participant', 'relay-1', 'relay', 'startup/server.crt'],
      ]),
    );
    expect(of).toHaveLength(7);
    for (const entry of of) {
      const detail = (await house.kits.get(kitOf(entry))).certificates.find(
        ({ file }) => file === entry.file,
      );
      expect(detail).toMatchObject({
        commonName: entry.subject,
        fingerprint256: entry.fingerprint256,
        notBefore: entry.notBefore,
        notAfter: entry.notAfter,
      });
    }
    expect(certificates.list()).toMatchObject({ withoutCa: [] });
    expect(board(thorax)).toHaveLength(5);
  });

  test('no key is read, and no certificate twice', () => {
    const before = read.length;
    certificates.list();
    expect(read.length).toBe(before);
    expect(new Set(read)).toEqual(new Set(['startup/rootCA.pem', 'startup/server.crt']));
  });

  test('levels follow the clock, the next to end first', () => {
    const real = Date.now();
    const end = Math.max(...board(lung).map(({ notAfter }) => notAfter));
    const at = (days: number) => {
      now = end - days * dayMs;
      return certificates.list().certificates.find(({ notAfter }) => notAfter === end);
    };
    expect(at(60.5)).toMatchObject({ level: 'fine', daysLeft: 60 });
    expect(at(60)).toMatchObject({ level: 'watch', daysLeft: 60 });
    expect(at(30)).toMatchObject({ level: 'soon', daysLeft: 30 });
    expect(at(7)).toMatchObject({ level: 'urgent', daysLeft: 7 });
    expect(at(0.1)).toMatchObject({ level: 'urgent', daysLeft: 0 });
    expect(at(0)).toMatchObject({ level: 'expired' });
    expect(at(-1.5)).toMatchObject({ level: 'expired', daysLeft: -2 });
    now = real;

    const site = board(thorax).find(({ subject }) => subject === 'site-2');
    const soon = real + 5 * dayMs;
    house.store.db
      .update(kitRows)
      .set({ notAfter: soon })
      .where(eq(kitRows.id, site ? kitOf(site) : ''))
      .run();
    expect(certificates.list().certificates[0]).toMatchObject({ subject: 'site-2', level: 'urgent' });
    const ends = certificates.list().certificates.map(({ notAfter }) => notAfter);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
  });

  test('the calendar has every certificate that is to end, by project and day', async () => {
    const { events, count, fileName, contentType } = await download(null);
    expect({ fileName, contentType }).toEqual({
      fileName: 'fedwright-certificates.ics',
      contentType: 'text/calendar; charset=utf-8',
    });
    expect(events).toHaveLength(count);
    const described = events.map(({ fields }) => fields['DESCRIPTION']).join('\n');
    for (const { fingerprint256 } of certificates.list().certificates)
      expect(described).toContain(fingerprint256);
    const single = events.find(({ fields }) => fields['SUMMARY']?.includes('site-2 (thorax)'));
    expect(single?.alarms.map((alarm) => alarm['TRIGGER'])).toEqual(['-P60D', '-P30D', '-P7D']);
    const of = await download(lung);
    expect(of.events.map(({ fields }) => fields['SUMMARY']).join()).toContain(
      'certificates of lung expire, the CA among them',
    );
    const again = await download(lung);
    expect(again.events.map(({ fields }) => fields['UID'])).toEqual(
      of.events.map(({ fields }) => fields['UID']),
    );
  });

  test('what has ended is in no calendar', () => {
    const real = now;
    now += 4000 * dayMs;
    expect(() => certificates.calendar({ groupId: null })).toThrow(
      'There is no certificate that is still to expire.',
    );
    now = real;
  });

  test('only the newest run counts, and no project that is archived', async () => {
    const { runId } = await house.provision(lung);
    expect(new Set(board(lung).map(runOf))).toEqual(new Set([runId]));
    const archive = (archived: boolean) =>
      house.store.db.update(projectRows).set({ archived }).where(eq(projectRows.id, thorax)).run();
    archive(true);
    expect(board(thorax)).toEqual([]);
    archive(false);
    expect(board(thorax)).toHaveLength(5);
  });

  test('what was signed on request is listed with its project, or in every workspace', async () => {
    const ca = (name: string, projectId: string | null): SigningCertificate => ({
      ...{ fingerprint256: `CA of ${name}`, kind: 'ca', subject: name, participant: null, type: null },
      ...{ file: 'rootCA.pem', projectId, projectName: name, notBefore: null, notAfter: now + 40 * dayMs },
      origin: { from: 'authority', authorityId: name },
    });
    signing = [ca('alone', null), ca('of lung', lung), ca('of thorax', thorax)];
    const shown = (workspaceId: string | null) =>
      certificates
        .list(workspaceId)
        .certificates.filter(({ origin }) => origin.from === 'authority')
        .map(({ groupId, level }) => [groupId, level]);
    expect(shown(null)).toEqual([
      ['signing:alone', 'watch'],
      [lung, 'watch'],
      [thorax, 'watch'],
    ]);
    expect(shown('a workspace without them')).toEqual([['signing:alone', 'watch']]);
    const { events } = await download('signing:alone');
    expect(events.map(({ fields }) => fields['SUMMARY'])).toEqual(['The CA certificate of alone expires']);
    expect(events[0]?.fields['DESCRIPTION']).toContain('Federation alone, signed on request.');
    signing = [];
  });

  test('a CA that is in no kit any more is said to be missing', () => {
    const runId = board(thorax).map(runOf)[0] ?? '';
    certificates = makeService();
    for (const kit of house.kits.list({ runId, projectId: null, all: false }))
      rmSync(kitFile(kit, 'startup/rootCA.pem'));
    expect(certificates.list().withoutCa).toEqual([{ projectId: thorax, projectName: 'thorax' }]);
    expect(board(thorax)).toHaveLength(4);
  });
});
