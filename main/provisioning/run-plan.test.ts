import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readMapping, readProjectFile } from './project-file';
import { takeParticipants } from './project-subset';
import { planRun } from './run-plan';
import { forgetRenewed, keepEntries } from './staged-state';
import { projectText } from './test-house';

const relay = '{name: relay-1, type: relay, org: alpha, listening_host: localhost}';
const plan = (text: string, scope: 'all' | 'new' | 'renew', ...participants: string[]) => {
  const { named, kept, renewed } = planRun(readProjectFile(text), { scope, participants });
  return [named && [...named], kept && [...kept], [...renewed]];
};

describe('what NVFlare gets to see', () => {
  test('is everything, or the server and those whom it is about', () => {
    expect(plan(projectText(), 'all')).toEqual([null, null, []]);
    expect(plan(projectText(), 'all', 'server')).toEqual([null, null, ['server']]);
    expect(plan(projectText(), 'new', 'site-2')).toEqual([['server', 'site-2'], ['site-2'], []]);
    expect(plan(projectText(), 'renew', 'server')).toEqual([['server'], ['server'], ['server']]);
  });

  test('is everything where kits depend on who else is there', () => {
    const below = '{name: site-3, type: client, org: beta, connect_to: {name: relay-1}}';
    expect(plan(projectText({ more: [relay, below] }), 'new', 'site-3')).toEqual([
      null,
      ['site-3', 'server', 'relay-1'],
      [],
    ]);
    const tree = projectText({ more: [relay] });
    expect(plan(tree, 'renew', 'site-1')[0]).toBeNull();
    expect(plan(tree, 'renew', 'admin@example.org')[0]).toEqual(['server', 'admin@example.org']);
    const child = projectText({ more: ['{name: leaf, type: client, org: beta, parent: site-1}'] });
    expect(plan(child, 'new', 'leaf')).toEqual([null, ['leaf', 'site-1'], []]);
    const studies = `${projectText()}studies: {s: {admins: []}}\n`;
    expect(plan(studies, 'renew', 'server')[0]).toBeNull();
    expect(plan(studies, 'renew', 'site-1')[0]).toEqual(['server', 'site-1']);
    expect(plan(`${projectText()}  - path: example.OwnBuilder\n`, 'renew', 'site-1')[0]).toBeNull();
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
    expect(readMapping(takeParticipants(text, new Set(['stays'])))).toEqual({
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

  test('may not get another CA or another key for anyone else', () => {
    write(whole);
    const before = forgetRenewed(directory, new Set());
    write({ ...whole, root_cert: 'other' });
    expect(() => keepEntries(directory, before)).toThrow('NVFlare made another CA.');
    write({ ...whole, b: { cert: 'other' } });
    expect(() => keepEntries(directory, before)).toThrow('NVFlare made another key for b.');
  });
});
