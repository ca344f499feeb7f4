import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { KitCheck } from '../../preload/contract/kits';
import { readProjectFile } from '../provisioning/project-file';
import { type House, openHouse, projectText, python } from '../provisioning/test-house';
import { openProvisioned } from '../provisioning/test-provisioned';
import type { KitType } from './kit-files';
import { inspectKit, readKit } from './kit-inventory';
import { openFolder } from './kit-store';

const plain = { unseal: async (bytes: Buffer) => bytes };

const relay =
  '{name: relay-1, type: relay, org: beta, connection_security: mtls, listening_host: {scheme: grpc, host_names: [relay.example.org], port: 8102, connection_security: mtls}}';
const text = projectText({ more: [relay] });

let house: House;
let kits: string;
let work: string;

describe.skipIf(!python)('a kit of the real NVFlare', () => {
  beforeAll(async () => {
    house = await openHouse();
    const projectId = house.addProject(text);
    const { runId, run } = await house.provision(projectId);
    expect(run.error).toBeNull();
    kits = house.layout.run(projectId, runId).kits;
  });
  afterAll(() => house?.close());
  beforeEach(() => {
    work = mkdtempSync(path.join(os.tmpdir(), 'fedwright-kit-'));
    return () => rmSync(work, { recursive: true, force: true });
  });

  /** A copy of a kit, looked at after something was done to it. */
  async function inspect(
    participant: string,
    type: KitType,
    options: { change?: (directory: string) => void; project?: string; now?: number } = {},
  ) {
    const directory = path.join(work, participant);
    cpSync(path.join(kits, participant), directory, { recursive: true });
    options.change?.(directory);
    const { participants } = readProjectFile(options.project ?? text);
    const declared = participants.find(({ name }) => name === participant) ?? null;
    const about = { participant, type, declared, now: options.now ?? Date.now() };
    return inspectKit(await readKit(openFolder(directory, plain)), about);
  }
  const check = (result: Awaited<ReturnType<typeof inspect>>, name: KitCheck['check']) =>
    result.checks.find((one) => one.check === name);

  test.each([
    ['server', 'server'],
    ['site-1', 'client'],
    ['relay-1', 'relay'],
    ['admin@example.org', 'admin'],
  ] as const)('%s is found whole', async (participant, type) => {
    const result = await inspect(participant, type);
    expect((await readKit(openFolder(path.join(work, participant), plain))).type).toBe(type);
    expect(result.checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(result.state).toBe('ok');
    expect(result.files.filter(({ secret }) => secret).every(({ path: file }) => file.endsWith('.key'))).toBe(
      true,
    );
    expect(result.files.some(({ secret }) => secret)).toBe(true);
  });

  test('shows certificates as they are', async () => {
    const { certificates } = await inspect('server', 'server');
    const own = certificates.find(({ file }) => file === 'startup/server.crt');
    expect(own).toMatchObject({
      role: 'participant',
      subject: 'CN=server, O=alpha',
      commonName: 'server',
      issuer: 'CN=trial',
      altNames: ['server.example.org', '10.0.0.5'],
      keyType: 'RSA 2048',
    });
    expect(own?.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(own?.serialNumber).toMatch(/^[0-9A-F]+$/);
    expect((own?.notAfter ?? 0) - (own?.notBefore ?? 0)).toBe(360 * 86_400_000);
    expect(certificates.find(({ role }) => role === 'ca')).toMatchObject({ commonName: 'trial' });
  });

  const startup = (file: string) => (directory: string) => path.join(directory, 'startup', file);
  const from = (participant: string, file: string) =>
    readFileSync(path.join(kits, participant, 'startup', file));

  test.each<[string, KitCheck['check'], (directory: string) => void]>([
    ['a file is missing', 'files', (kit) => rmSync(startup('start.sh')(kit))],
    [
      'a certificate is no longer one',
      'files',
      (kit) => writeFileSync(startup('client.crt')(kit), 'nothing'),
    ],
    ['there is a link in it', 'files', (kit) => symlinkSync('/etc/hostname', startup('link')(kit))],
    ['the key is missing', 'key', (kit) => rmSync(startup('client.key')(kit))],
    [
      'the key is another one',
      'key',
      (kit) => writeFileSync(startup('client.key')(kit), from('site-2', 'client.key')),
    ],
    ['the CA is missing', 'chain', (kit) => rmSync(startup('rootCA.pem')(kit))],
    [
      'the CA is none',
      'chain',
      (kit) => writeFileSync(startup('rootCA.pem')(kit), from('site-2', 'client.crt')),
    ],
    [
      'it is made out to someone else',
      'names',
      (kit) => writeFileSync(startup('client.crt')(kit), from('site-2', 'client.crt')),
    ],
  ])('when %s, the check of its %s fails', async (_, name, change) => {
    const result = await inspect('site-1', 'client', { change });
    expect(check(result, name)).toMatchObject({ state: 'failed', hint: expect.stringMatching(/\.$/) });
    expect(result.state).toBe('failed');
  });

  test('a CA of the same name that did not sign it is found out', async () => {
    const { house: other, projectId, first } = await openProvisioned();
    const kits = other.layout.run(projectId, first.runId).kits;
    const ca = readFileSync(path.join(kits, 'site-1/startup/rootCA.pem'));
    await other.close();
    const result = await inspect('site-1', 'client', {
      change: (kit) => writeFileSync(startup('rootCA.pem')(kit), ca),
    });
    expect(check(result, 'chain')).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/was not signed by/),
    });
  });

  test('dates that are over fail, and near ones want attention', async () => {
    const days = (count: number) => Date.now() + count * 86_400_000;
    expect(check(await inspect('site-1', 'client', { now: days(361) }), 'validity')).toMatchObject({
      state: 'failed',
    });
    expect(check(await inspect('site-1', 'client', { now: days(340) }), 'validity')).toMatchObject({
      state: 'attention',
    });
    expect(check(await inspect('site-1', 'client', { now: days(-2) }), 'validity')).toMatchObject({
      state: 'failed',
    });
  });

  test('a project that says something else than the certificate is told', async () => {
    const names = async (participant: string, type: KitType, project: string) =>
      check(await inspect(participant, type, { project }), 'names');
    const moved = text.replace(
      'name: site-1, type: client, org: alpha',
      'name: site-1, type: client, org: gamma',
    );
    expect(await names('site-1', 'client', moved)).toMatchObject({
      state: 'attention',
      message: expect.stringMatching(/gamma/),
    });
    rmSync(path.join(work, 'site-1'), { recursive: true });
    const more = text.replace('host_names: [10.0.0.5]', 'host_names: [10.0.0.5, new.example.org]');
    expect(await names('server', 'server', more)).toMatchObject({
      state: 'attention',
      message: expect.stringMatching(/new\.example\.org/),
    });
    rmSync(path.join(work, 'server'), { recursive: true });
    const other = text.replace('default_host: server.example.org', 'default_host: new.example.org');
    expect(await names('server', 'server', other)).toMatchObject({ state: 'failed' });
    const listener = text.replace('[relay.example.org]', '[other.example.org]');
    expect(await names('relay-1', 'relay', listener)).toMatchObject({ state: 'attention' });
  });

  test('signatures by the CA are verified, where there are any', async () => {
    expect(check(await inspect('server', 'server'), 'signature')?.state ?? 'ok').toBe('ok');
    rmSync(path.join(work, 'server'), { recursive: true });
    const change = (kit: string) => {
      signStartup(kit);
      writeFileSync(startup('start.sh')(kit), 'echo changed');
    };
    const signed = await inspect('server', 'server', { change: signStartup });
    expect(check(signed, 'signature')).toMatchObject({ state: 'ok' });
    rmSync(path.join(work, 'server'), { recursive: true });
    expect(check(await inspect('server', 'server', { change }), 'signature')).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/: startup\/start\.sh\.$/),
    });
  });

  /** Signs as NVFlare's own code does, with the project's CA. */
  function signStartup(kit: string): void {
    const script = `
import json, sys
from nvflare.lighter.utils import load_private_key, sign_folders
state = json.load(open(sys.argv[1]))
sign_folders(sys.argv[2], load_private_key(state["root_pri_key"]), signature_file="signature.json")`;
    const state = path.join(kits, '..', 'state', 'cert.json');
    execFileSync(python ?? 'python3', ['-c', script, state, path.join(kit, 'startup')]);
  }
});
