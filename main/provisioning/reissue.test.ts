import { expect, test } from 'vitest';
import { readProjectFile } from './project-file';
import { findNeeds } from './reissue';

const now = Date.parse('2026-01-01');
const participants = [
  '  - {name: s, type: server, org: a, fed_learn_port: 8002}',
  '  - {name: site-1, type: client, org: a}',
  '  - {name: site-2, type: client, org: a}',
];
const document = (sites: string) =>
  `name: trial\napi_version: 4\nstudies: {lung: {site_orgs: {a: [${sites}]}, admins: []}}\nparticipants:\n${participants.join('\n')}\n`;

const kit = (participant: string, made: string) => ({
  ...{ participant, type: participant === 's' ? 'server' : 'client', org: 'a', role: null },
  notAfter: now + 300 * 86_400_000,
  document: made,
});

const needsOf = (made: Record<string, string>) =>
  findNeeds(
    document('site-1, site-2'),
    { kits: Object.entries(made).map(([name, text]) => kit(name, text)), ca: null, server: null },
    { read: readProjectFile, now },
  ).needs;

test('other studies concern the kit of the server alone, which has the only file that says them', () => {
  const before = document('site-1');
  expect(needsOf({ s: before, 'site-1': before, 'site-2': before })).toMatchObject([
    { participant: 's', kind: 'settings', message: 'The studies have changed since its kit was made.' },
  ]);
  const since = document('site-1, site-2');
  expect(needsOf({ s: since, 'site-1': before, 'site-2': before })).toEqual([]);
});
