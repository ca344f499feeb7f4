import { describe, expect, it } from 'vitest';
import { makeDownloadUrl } from '../ui/download-link';
import { expiryState, sortKits, suggestZipName, summariseKits } from './kit-words';

const day = 86_400_000;

describe('the end of a certificate', () => {
  it.each([
    [-1, 'failed'],
    [0, 'failed'],
    [day / 2, 'attention'],
    [60 * day, 'attention'],
    [61 * day, 'ok'],
    [3650 * day, 'ok'],
  ])('%d ms away', (left, state) => {
    expect(expiryState(1000 + left, 1000)).toBe(state);
  });
});

it('the first line counts what is unusable and what needs attention', () => {
  const kit = (state: 'ok' | 'attention' | 'failed', days: number) => ({ state, notAfter: days * day });
  const of = (...kits: ReturnType<typeof kit>[]) => summariseKits(kits, 0).label;
  expect(of(kit('ok', 300))).toBe('All kits intact');
  expect(of(kit('ok', 300), kit('ok', 50))).toBe('1 kit needs attention');
  expect(of(kit('ok', -1), kit('failed', 300), kit('attention', 300), kit('ok', 5))).toBe(
    '2 kits unusable, 2 more need attention',
  );
});

describe('the name of a zip', () => {
  const kit = (participant: string, projectName = 'study') => ({ participant, projectName });

  it('is the participant’s, the project’s, or a plain one', () => {
    expect(suggestZipName([kit('site-1')])).toBe('site-1.zip');
    expect(suggestZipName([kit('lead@example.org')])).toBe('lead@example.org.zip');
    expect(suggestZipName([kit('a'), kit('b')])).toBe('study-kits.zip');
    expect(suggestZipName([kit('a', 'x'), kit('b', 'y')])).toBe('startup-kits.zip');
    expect(suggestZipName([kit('../a b')])).toBe('..-a-b.zip');
  });
});

describe('the data of a drag in a browser', () => {
  it('names the file and the whole address', () => {
    expect(makeDownloadUrl('application/zip', 'site:1.zip', 'http://127.0.0.1:8080/download/abc')).toBe(
      'application/zip:site-1.zip:http://127.0.0.1:8080/download/abc',
    );
  });
});

describe('the order of kits', () => {
  it('is by project, newest run, type and name', () => {
    const kit = (projectName: string, runNumber: number, type: 'server' | 'client', participant: string) => ({
      projectName,
      runNumber,
      type,
      participant,
    });
    const sorted = sortKits([
      kit('b', 1, 'client', 'site-1'),
      kit('a', 1, 'client', 'site-1'),
      kit('a', 2, 'client', 'site-10'),
      kit('a', 2, 'client', 'site-2'),
      kit('a', 2, 'server', 'zeta'),
    ]);
    expect(sorted.map((k) => `${k.projectName}${k.runNumber} ${k.participant}`)).toEqual([
      'a2 zeta',
      'a2 site-2',
      'a2 site-10',
      'a1 site-1',
      'b1 site-1',
    ]);
  });
});
