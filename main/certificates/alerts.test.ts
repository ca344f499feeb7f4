import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BoardCertificate } from '../../preload/contract/certificates';
import { openStore, type Store } from '../db/open';
import { createExpiryAlerts } from './alerts';
import { dayMs, expiryOf } from './expiry';

const start = Date.UTC(2030, 0, 1, 12);
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: vi.fn() };

let folder: string;
let store: Store;
let now: number;
let ends: { subject: string; notAfter: number; kind?: 'ca' }[];
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-alerts-'));
  store = await openStore({ data: folder, migrations: path.resolve('resources/migrations') });
  now = start;
});
afterEach(() => {
  vi.useRealTimers();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const toEntry = ({ subject, notAfter, kind }: (typeof ends)[number]): BoardCertificate => ({
  fingerprint256: `fingerprint of ${subject}`,
  kind: kind ?? 'participant',
  subject,
  file: 'startup/client.crt',
  participant: kind ? null : subject,
  type: kind ? null : 'client',
  groupId: 'lung',
  projectName: 'lung',
  origin: { from: 'run', projectId: 'lung', runId: 'run', runNumber: 1, kitId: 'kit' },
  notBefore: 0,
  notAfter,
  ...expiryOf(notAfter, now),
});

/** A window of its own: what it showed, as lines of title and body. */
function openWindow(enabled = () => true, supported = () => true, shows = async () => true) {
  const shown: string[] = [];
  const alerts = createExpiryAlerts({
    db: store.db,
    list: () => ({ certificates: ends.map(toEntry), withoutCa: [] }),
    enabled,
    notify: {
      isSupported: supported,
      show({ title, body, link }) {
        expect(link).toBe('fedwright://certificates');
        shown.push(`${title} | ${body}`);
        return shows();
      },
    },
    log: quiet,
    now: () => now,
  });
  return {
    alerts,
    /** Looks a number of days later; what was shown by that. */
    after(days: number): string[] {
      now += days * dayMs;
      shown.length = 0;
      void alerts.look();
      return [...shown];
    },
  };
}

it('tells once at 60, 30 and 7 days, and never between', () => {
  ends = [{ subject: 'site-1', notAfter: start + 61 * dayMs }];
  const window = openWindow();
  expect(window.after(0)).toEqual([]);
  expect(window.after(1)).toEqual([
    'The certificate of site-1 expires in 60 days | Project lung, on March 3, 2030.',
  ]);
  const told = new Map<number, string[]>();
  for (let left = 59; left >= -3; left -= 1) {
    const shown = window.after(1);
    if (shown.length > 0) told.set(left, shown);
  }
  expect([...told.keys()]).toEqual([30, 7]);
});

it('tells of many in one notification, the nearest threshold alone', () => {
  ends = [
    { subject: 'old', notAfter: start - dayMs },
    { subject: 'ca', notAfter: start + 5.5 * dayMs, kind: 'ca' },
    ...['a', 'b', 'c'].map((subject) => ({ subject, notAfter: start + 20 * dayMs })),
    { subject: 'far', notAfter: start + 100 * dayMs },
  ];
  const window = openWindow();
  expect(window.after(0)).toEqual([
    '1 certificate expired, 4 certificates expire within 30 days | lung: 5 with its CA. The first is the CA of lung, on January 7, 2030.',
  ]);
  expect(window.after(1)).toEqual([]);
  // Seen at 20 days: the next threshold of those is 7.
  expect(window.after(11)).toEqual([]);
  expect(window.after(1)).toHaveLength(1);
});

it('looks once a day, whatever the ticks of its clock', () => {
  ends = [];
  const window = openWindow();
  window.after(0);
  ends = [{ subject: 'site-1', notAfter: start + 10 * dayMs }];
  expect(window.after(0.5)).toEqual([]);
  expect(window.after(0.5)).toHaveLength(1);
});

it('is told by one of two windows, and by none after a restart', () => {
  ends = [{ subject: 'site-1', notAfter: start + 3 * dayMs }];
  expect([openWindow().after(0), openWindow().after(0)].flat()).toHaveLength(1);
  expect(openWindow().after(0)).toEqual([]);
});

it('keeps the news until it is wanted', () => {
  ends = [{ subject: 'site-1', notAfter: start + 3 * dayMs }];
  let wanted = false;
  const window = openWindow(() => wanted);
  expect(window.after(0)).toEqual([]);
  wanted = true;
  expect(window.after(0)).toHaveLength(1);
});

it('keeps the news until the system can show any', () => {
  ends = [{ subject: 'site-1', notAfter: start + 3 * dayMs }];
  let supported = false;
  const window = openWindow(
    () => true,
    () => supported,
  );
  expect(window.after(0)).toEqual([]);
  supported = true;
  expect(window.after(0)).toHaveLength(1);
});

it('tells again what the system did not show, and only that', async () => {
  ends = [{ subject: 'site-1', notAfter: start + 20 * dayMs }];
  let works = true;
  const window = openWindow(undefined, undefined, async () => works);
  expect(window.after(0)).toHaveLength(1);
  works = false;
  now += 14 * dayMs;
  ends.push({ subject: 'site-2', notAfter: start + 50 * dayMs });
  await window.alerts.look();
  works = true;
  expect(window.after(0)).toEqual([expect.stringContaining('2 certificates expire')]);
  await window.alerts.look();
  expect(openWindow().after(0)).toEqual([]);
});

it('writes nothing when there is no news', () => {
  ends = [{ subject: 'site-1', notAfter: start + 3 * dayMs }];
  const window = openWindow();
  window.after(0);
  const revision = store.revision();
  window.after(1);
  expect(store.revision()).toBe(revision);
});

it('begins by itself, goes on each day, and ends with the app', () => {
  vi.useFakeTimers({ now: start });
  ends = [{ subject: 'site-1', notAfter: start + 7.5 * dayMs }];
  const shown = vi.fn(async () => true);
  const alerts = createExpiryAlerts({
    db: store.db,
    list: () => ({ certificates: ends.map(toEntry), withoutCa: [] }),
    enabled: () => true,
    notify: { isSupported: () => true, show: shown },
    log: quiet,
  });
  alerts.start();
  vi.advanceTimersByTime(60_000);
  expect(shown).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(25 * 3_600_000);
  expect(shown).toHaveBeenCalledTimes(2);
  alerts.dispose();
  expect(vi.getTimerCount()).toBe(0);
});
