import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readMapping, readProjectFile } from './project-file';
import { takeParticipants } from './project-subset';
import { planRun } from './run-plan';
import { countNewKeys, forgetRenewed, keepEntries } from './staged-state';
import { projectText } from './test-house';

const relay = '{name: relay-1, type: relay, org: alpha, listening_host: localhost}';
const plan = (text: string, scope: 'all' | 'new' | 'renew', ...participants: string[]) => {
  const { named, kept, renewed } = planRun(
    readProjectFile(text),
    { scope, participants },
    { writesIdentities: false },
  );
  return [named && [...named], kept && [...kept], [...renewed]];
};

describe('what NVFlare gets to see', () => {
  test('is everything, or the server and those whom it is about', () => {
    expect(plan(projectText(), 'all')).toEqual([null, null, []]);
    expect(plan(projectText(), 'all', 'server')).toEqual([null, null, ['server']]);
    expect(plan(projectText(), 'new', 'site-2')).toEqual([['server', 'site-2'], ['site-2'], []]);
    expect(plan(projectText(), 'renew', 'server')).toEqual([['server'], ['server'], ['server']]);
  });

  const above =
    '{name: relay-2, type: relay, org: alpha, listening_host: localhost, connect_to: {name: relay-1}}';
  const below = (name: string, target = 'relay-2') =>
    `{name: ${name}, type: client, org: beta, connect_to: {name: ${target}}}`;

  test('has the relays above, and no other site', () => {
    const tree = projectText({ more: [relay, above, below('site-3'), below('site-4', 'relay-1')] });
    const way = ['server', 'relay-1', 'relay-2', 'site-3'];
    expect(plan(tree, 'new', 'site-3')).toEqual([way, ['site-3'], []]);
    expect(plan(tree, 'renew', 'relay-2')).toEqual([way.slice(0, 3), ['relay-2'], ['relay-2']]);
    expect(plan(tree, 'renew', 'site-1')[0]).toEqual(['server', 'site-1']);
    expect(plan(tree, 'renew', 'admin@example.org')[0]).toEqual(['server', 'admin@example.org']);
  });

  test('has those besides whose identities newer kits carry', () => {
    const tree = projectText({ more: [relay, above, below('site-3'), below('site-4', 'relay-1')] });
    const { named, kept } = planRun(
      readProjectFile(tree),
      { scope: 'new', participants: ['site-3'] },
      { writesIdentities: true },
    );
    expect([...(kept ?? [])]).toEqual(['site-3', 'server', 'relay-2', 'relay-1']);
    expect([...(named ?? [])]).toEqual(['server', 'relay-1', 'relay-2', 'site-3', 'site-4']);
  });

  test('has the parents above, and a child for a parent', () => {
    const leaf = (name: string, parent: string) =>
      `{name: ${name}, type: client, org: beta, parent: ${parent}}`;
    const child = projectText({ more: [leaf('leaf', 'site-1')] });
    expect(plan(child, 'new', 'leaf')).toEqual([['server', 'site-1', 'leaf'], ['leaf', 'site-1'], []]);
    expect(plan(child, 'renew', 'site-1')[0]).toEqual(['server', 'site-1', 'leaf']);
    // The parent was none before only if nobody else is below it.
    const more = projectText({
      more: [leaf('leaf', 'site-1'), leaf('other', 'site-1'), leaf('deep', 'leaf')],
    });
    expect(plan(more, 'new', 'other')).toEqual([['server', 'site-1', 'other'], ['other'], []]);
    expect(plan(more, 'renew', 'deep')[0]).toEqual(['server', 'site-1', 'leaf', 'deep']);
  });

  test('has those that studies name, for a server', () => {
    const studies = `${projectText({ more: ['{name: site-3, type: client, org: gamma}'] })}studies: {s: {site_orgs: {alpha: [site-1], gamma: []}, admins: []}}\n`;
    expect(plan(studies, 'renew', 'server')[0]).toEqual(['server', 'site-1', 'site-3']);
    expect(plan(studies, 'renew', 'site-1')[0]).toEqual(['server', 'site-1']);
  });

  test('is everything with a builder from elsewhere', () => {
    expect(plan(`${projectText()}  - path: example.OwnBuilder\n`, 'renew', 'site-1')[0]).toBeNull();
    expect(plan(`${projectText()}packager: {path: example.Packager}\n`, 'renew', 'site-1')[0]).toBeNull();
  });

  test('cannot be a part with shared keys, made-up sites, or for nobody', () => {
    const he = `${projectText()}  - path: nvflare.lighter.impl.he.HEBuilder\n`;
    expect(() => plan(he, 'renew', 'site-1')).toThrow(/only be provisioned as a whole/);
    expect(() => plan(`${projectText()}edge: {depth: 2}\n`, 'new', 'site-1')).toThrow(/as a whole/);
    expect(() => plan(projectText(), 'renew')).toThrow(/nobody/);
    expect(() => plan(projectText(), 'renew', 'nobody')).toThrow('nobody is not a participant');
  });

  test('is a file of its own, free of anchors that were left out', () => {
    const text = `name: x\nstudies: {s: {}}\nparticipants:\n  - &a {name: gone, type: client, org: &o yes}\n  - {name: stays, type: client, org: *o}\n`;
    expect(readMapping(takeParticipants(text, new Set(['stays']), { withStudies: false }))).toEqual({
      name: 'x',
      participants: [{ name: 'stays', type: 'client', org: true }],
    });
  });
});

describe('the state that a run works on', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'fedwright-state-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const file = path.join(directory, 'cert.json');
  const write = (content: unknown) => writeFileSync(file, JSON.stringify(content));
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as unknown;
  const whole = { root_cert: 'ca', root_pri_key: 'k', a: { cert: '1' }, b: { cert: '2' } };

  test('forgets who is renewed, and loses nobody', () => {
    write(whole);
    const before = forgetRenewed(directory, new Set(['a']));
    expect(read()).toEqual({ root_cert: 'ca', root_pri_key: 'k', b: { cert: '2' } });
    write({ root_cert: 'ca', root_pri_key: 'k', a: { cert: 'new' } });
    keepEntries(directory, before);
    expect(read()).toEqual({ ...whole, a: { cert: 'new' } });
  });

  test('tells how many keys will be made', () => {
    write(whole);
    expect(countNewKeys(forgetRenewed(directory, new Set()), ['a', 'b'])).toBe(0);
    expect(countNewKeys(forgetRenewed(directory, new Set(['a'])), ['a', 'b', 'c'])).toBe(2);
    expect(countNewKeys(null, ['a', 'b'])).toBe(3);
  });

  test('may not get another CA or another key for anyone else', () => {
    write(whole);
    const before = forgetRenewed(directory, new Set());
    write({ ...whole, root_cert: 'other' });
    expect(() => keepEntries(directory, before)).toThrow('NVFlare made another CA.');
    write({ ...whole, b: { cert: 'other' } });
    expect(() => keepEntries(directory, before)).toThrow('NVFlare made another key for b.');
  });
});
