import { describe, expect, it } from 'vitest';
import type { BoardCertificate } from '../../preload/contract/certificates';
import type { Deployment, Phase } from '../../preload/contract/deployments';
import type { PartStatus } from '../../preload/contract/host';
import type { Host, HostConnection } from '../../preload/contract/hosts';
import type { KitSummary } from '../../preload/contract/kits';
import type { ProjectSummary } from '../../preload/contract/projects';
import { findConcerns, summarise } from './health';

const now = 1_800_000_000_000;
const day = 86_400_000;
const part = (name: PartStatus['part'], state: PartStatus['state']): PartStatus => ({
  part: name,
  state,
  summary: 'as it is',
  hint: '',
  facts: {},
});
const project = (name: string, more: Partial<ProjectSummary> = {}): ProjectSummary => ({
  id: name,
  workspaceId: 'w',
  name,
  description: '',
  revision: 1,
  archived: false,
  createdAt: now,
  updatedAt: now,
  counts: { servers: 1, clients: 2, relays: 0, admins: 1 },
  errors: 0,
  warnings: 0,
  lastRun: null,
  ...more,
});
const kit = (participant: string, notAfter: number): KitSummary => ({
  id: participant,
  runId: 'r',
  runNumber: 1,
  nvflareVersion: null,
  projectId: 'lung',
  projectName: 'lung',
  participant,
  type: 'client',
  org: 'org',
  role: null,
  fingerprint256: 'AA',
  notBefore: 0,
  notAfter,
  current: true,
  state: 'ok',
  fileCount: 9,
  sizeBytes: 1,
  handovers: 0,
  held: null,
  disabled: false,
});
const certificate = (
  subject: string,
  level: BoardCertificate['level'],
  kind: BoardCertificate['kind'] = 'participant',
): BoardCertificate => ({
  fingerprint256: subject,
  kind,
  subject,
  file: 'startup/client.crt',
  participant: subject,
  type: 'client',
  groupId: 'lung',
  projectName: 'lung',
  origin: { from: 'run', projectId: 'lung', runId: 'r', runNumber: 1, kitId: 'k' },
  notBefore: 0,
  notAfter: now,
  daysLeft: 0,
  level,
});
const known = { noteOf: 'log', kitThere: 'sent' } as const;
const deployment = (
  participant: string,
  { phase, kit = 'current' }: { phase: Phase; kit?: Deployment['kit'] },
): Deployment => ({
  id: participant,
  place: { kind: 'host', hostId: 'h', directory: '~/lung', python: null },
  hostName: 'north',
  projectId: 'lung',
  projectName: 'lung',
  participant,
  type: 'client',
  kitId: participant,
  runNumber: 1,
  fingerprint256: 'AA',
  kit,
  currentKit: null,
  ownStorage: true,
  deployedAt: now,
  deployedBy: 'owner',
  state: {
    phase,
    at: now,
    since: null,
    pid: null,
    exitCode: null,
    sites: null,
    note: '',
    previous: [],
    ...known,
  },
  taskId: null,
});
const quiet = { rotations: [], restoring: false, hosts: [] };
const nothing = { parts: [], projects: [], kits: [], certificates: [], deployments: [], ...quiet };

describe('the overview', () => {
  it('says that all is well when nothing is wrong', () => {
    const concerns = findConcerns({ ...nothing, parts: [part('disk', 'ok')], projects: [project('a')] }, now);
    expect(concerns).toEqual([]);
    expect(summarise(concerns)).toEqual({ state: 'ok', label: 'All is well' });
    expect(summarise(concerns, true).label).toBe('Installing NVFlare');
  });

  it('names what failed before what is to be looked at', () => {
    const parts = [part('keychain', 'attention'), part('nvflare', 'failed')];
    const concerns = findConcerns({ ...nothing, parts }, now);
    expect(concerns[0]?.id).toBe('nvflare');
    expect(summarise(concerns)).toEqual({ state: 'failed', label: 'NVFlare not ready, Keychain to look at' });
  });

  it('does not call all well while a CA is rotated, or a restore waits', () => {
    const rotation = { projectId: 'a', startedAt: now, participants: 5, waiting: 4 };
    const elsewhere = { ...rotation, projectId: 'not in view' };
    const known = { ...nothing, projects: [project('a')] };
    const found = findConcerns({ ...known, rotations: [rotation, elsewhere], restoring: true }, now);
    expect(found.map(({ what }) => what)).toEqual([
      'a: the CA is being rotated, 4 of 5 still need their new kit',
      'A backup takes the place of what is here at the next start',
    ]);
    expect(summarise(found)).toEqual({ state: 'attention', label: 'CA of a and Restore to look at' });
    const [done] = findConcerns({ ...known, rotations: [{ ...rotation, waiting: 0 }] }, now);
    expect(done?.hint).toBe('Finish the rotation.');
  });

  it('does not call all well while a host cannot be reached, and tells one cause once', () => {
    const agent = { code: 'UNAVAILABLE', message: 'No SSH agent runs here.', hint: 'Start one.' };
    const host = (name: string, state: HostConnection['state'], kind: Host['kind'] = 'ssh') => ({
      ...{ id: name, name, kind },
      connection: {
        ...{ state, since: now, uses: 0, nextAttemptAt: null },
        error: state === 'failed' ? { ...agent, reason: null, details: null } : null,
      },
    });
    const find = (...hosts: ReturnType<typeof host>[]) => findConcerns({ ...nothing, hosts }, now);
    expect(find(host('a', 'open'), host('b', 'closed'), host('here', 'closed', 'local'))).toEqual([]);
    const one = find(host('north', 'failed'));
    expect(one).toMatchObject([
      {
        ...{ state: 'failed', what: 'north cannot be reached.', hint: 'No SSH agent runs here. Start one.' },
        where: { kind: 'hosts', hostId: 'north' },
      },
    ]);
    expect(summarise(one)).toEqual({ state: 'failed', label: 'north failed' });
    const asking = host('south', 'failed');
    const error = { ...agent, message: 'It has a key that nobody has looked at.', details: null };
    asking.connection.error = { ...error, reason: 'host-key-new' as never };
    expect(find(asking)).toMatchObject([{ state: 'attention', what: 'south waits for you.' }]);
    const many = find(host('a', 'waiting'), ...['b', 'c', 'd', 'e'].map((name) => host(name, 'failed')));
    expect(many.map(({ what }) => what)).toEqual([
      'b, c and 2 more cannot be reached.',
      'a has lost its connection.',
    ]);
    expect(many[0]?.where).toEqual({ kind: 'hosts', hostId: null });
    expect(summarise(many).label).toBe('4 hosts failed, a to look at');
  });

  it('does not list more names than one reads', () => {
    const projects = ['a', 'b', 'c'].map((name) => project(name, { errors: 1 }));
    expect(summarise(findConcerns({ ...nothing, projects }, now)).label).toBe('a and 2 more to look at');
  });

  it('finds failed runs, problems, and changes since the kits were made', () => {
    const run = { id: 'r', number: 3, at: now, adopted: false };
    const projects = [
      project('a', { errors: 2, lastRun: { ...run, state: 'failed', outdated: true } }),
      project('b', { errors: 2 }),
      project('c', { lastRun: { ...run, state: 'succeeded', outdated: true } }),
      // It has no kits that could be of before.
      project('d', { lastRun: { ...run, state: 'succeeded', outdated: true, adopted: true } }),
    ];
    const found = findConcerns({ ...nothing, projects }, now).map((concern) => concern.what);
    expect(found).toEqual([
      'a: run 3 failed',
      'b: 2 problems to solve before it can be provisioned',
      'c: changed since its kits were made',
    ]);
  });

  it('counts certificates that expired or will within 60 days, by project', () => {
    const certificates = [
      certificate('s1', 'expired'),
      certificate('s2', 'urgent'),
      certificate('lung', 'watch', 'ca'),
      certificate('s3', 'fine'),
    ];
    const found = findConcerns({ ...nothing, certificates }, now);
    expect(found.map((concern) => [concern.state, concern.what])).toEqual([
      ['failed', 'lung: the certificate of s1 has expired'],
      ['attention', 'lung: 2 certificates, the CA among them, expire within 60 days'],
    ]);
    expect(summarise(findConcerns({ ...nothing, certificates }, now)).label).toBe(
      'Certificates of lung expired',
    );
  });

  it('counts kits that are damaged, other than by the end of their certificate', () => {
    const kits = [
      { ...kit('s1', now + day), state: 'failed' as const },
      { ...kit('s2', now - day), state: 'failed' as const },
      kit('s3', now + day),
    ];
    const found = findConcerns({ ...nothing, kits }, now);
    expect(found.map((concern) => concern.what)).toEqual(['lung: the kit of s1 is damaged or incomplete']);
  });

  it('names what ended where it was brought, and counts older kits by project', () => {
    const found = findConcerns(
      {
        ...nothing,
        deployments: [
          deployment('s1', { phase: 'ended' }),
          deployment('s2', { phase: 'missing', kit: 'older' }),
          deployment('s3', { phase: 'ready', kit: 'older' }),
          deployment('s4', { phase: 'unreachable' }),
          deployment('s5', { phase: 'lost' }),
          deployment('s6', { phase: 'stray' }),
        ],
      },
      now,
    );
    expect(found.map((concern) => concern.what)).toEqual([
      'lung: s1 on north ended by itself',
      'lung: s2 on north is not there any more',
      'lung: s6 on north runs on, and nothing watches over it',
      'lung: s5 on north has lost its server',
      'lung: 2 participants have older kits on their hosts',
    ]);
    // The same as at the deployment itself.
    expect(found.slice(0, 3).map(({ hint }) => hint)).toEqual([
      'Its log says why.',
      'Take it off the list.',
      'Stop it, which ends these processes. Then start it again.',
    ]);
  });
});
