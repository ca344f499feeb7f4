import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExportPlaces } from '../kits/kit-export';
import { createProjectVersions } from '../nvflare/project-versions';
import { makePassword } from '../vault/password';
import { createFileSecrets } from '../platform/fake/file-secrets';
import { createProjects } from '../projects/service';
import { type House, openHouse, projectText, python } from '../provisioning/test-house';
import { filesInClear, filesWith } from '../vault/test-secrets-on-disk';
import { checkCaState } from './ca-state';
import { readCaFile, writeCaFile } from './ca-file';
import { createCa } from './service';

const projectsOf = ({ store }: House) =>
  createProjects({
    dialogs: null,
    store,
    resources: path.resolve('resources'),
    versions: createProjectVersions(store.db),
    runtimeFeatures: async () => null,
    lastRun: () => null,
    hasRunning: () => false,
    removeFiles: () => undefined,
  });

/** The CA's ways out and in of a house. */
function caOf(house: House) {
  const { belongings, giveBelongings } = projectsOf(house);
  return createCa({
    version: '0.0.0-test',
    states: house.states,
    runs: house.provisioning,
    projects: {
      document: (id) => {
        const found = house.texts.get(id);
        if (!found) throw new Error('no such project');
        return found;
      },
      ...{ belongings, giveBelongings },
      findByName: (name) => {
        const found = [...house.texts].find(([, project]) => project.name === name);
        return found && { id: found[0] };
      },
      import: async ({ text }) => ({ summary: { id: house.addProject(text) } }),
      remove: ({ projectId }) => house.texts.delete(projectId),
    },
    tasks: house.tasks,
    grants: house.files,
    links: createExportPlaces(path.join(house.layout.staging, 'export'), house.downloads),
    makePassphrase: makePassword,
    registerSecret: () => undefined,
    seal: () => ({ taskId: '' }),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
}

function refusal(text: string): unknown {
  try {
    return checkCaState(text);
  } catch (error) {
    return error;
  }
}

// Each passphrase takes half a second of one core by intent, and NVFlare some seconds.
describe.skipIf(!python)('the CA of a project', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-ca-'));
  const own = 'three words and more';
  const text = projectText();
  const file = path.join(folder, 'trial.fedwright-ca');
  let house: House;
  let projectId: string;
  let runId: string;
  let ca: string;

  beforeAll(async () => {
    house = await openHouse({ secrets: createFileSecrets(path.join(folder, 'keychain')) });
    projectId = house.addProject(text);
    ({ runId } = await house.provision(projectId));
    ca = await house.states.read(house.layout.run(projectId, runId));
    const grantId = house.files.grantPath(file, 'save').id;
    await caOf(house).export({ projectId, passphrase: own, grantId });
  });
  afterAll(async () => {
    await house?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const elsewhere = () => openHouse({ secrets: createFileSecrets(path.join(folder, 'elsewhere')) });
  const grant = (of: House, name = file) => of.files.grantPath(name, 'file').id;

  test('is shown as it is', async () => {
    expect(await caOf(house).get(projectId)).toMatchObject({
      run: { id: runId, number: 1 },
      sealed: true,
      problem: null,
      ca: {
        subject: 'CN=trial',
        participants: 4,
        fingerprint256: expect.stringMatching(/^([0-9A-F]{2}:){31}/),
      },
    });
    const without = house.addProject(projectText({ name: 'fresh' }));
    expect(await caOf(house).get(without)).toEqual({ run: null, ca: null, problem: null, sealed: null });
  });

  test('goes out as a file that only its passphrase opens', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(filesWith(folder, ['PRIVATE KEY', own])).toEqual([]);
    expect(filesWith(house.data, ['PRIVATE KEY', own])).toEqual([]);
    const content = await readCaFile(readFileSync(file), own);
    expect(content.state.get('cert.json')?.toString()).toBe(ca);
    expect(content.project).toMatchObject({ name: 'trial', text });
    await expect(readCaFile(readFileSync(file), 'another passphrase')).rejects.toMatchObject({
      code: 'INVALID',
    });
  });

  test('goes out by a link with a generated passphrase, and not with a short one', async () => {
    const made = await caOf(house).export({ projectId, passphrase: null, grantId: null });
    expect(made).toMatchObject({ fileName: 'trial.fedwright-ca', savedTo: null, url: expect.any(String) });
    expect(made.passphrase).toMatch(/^([A-Z2-9]{5}-){4}[A-Z2-9]{5}$/);
    const short = caOf(house).export({ projectId, passphrase: 'short', grantId: null });
    await expect(short).rejects.toMatchObject({ code: 'INVALID', message: expect.stringMatching(/12/) });
    house.downloads.dispose();
    expect(filesWith(house.data, [made.passphrase ?? ''])).toEqual([]);
  });

  test('comes in on another machine as a project, whose next run goes on from it byte for byte', async () => {
    const there = await elsewhere();
    try {
      const source = { grantId: grant(there), passphrase: own };
      expect(await caOf(there).describe(source)).toMatchObject({
        projectName: 'trial',
        ca: { subject: 'CN=trial', participants: 4 },
        existing: null,
      });
      const made = await caOf(there).import({ ...source, projectId: null }, 'Tester');
      const place = there.layout.run(made.projectId, made.runId);
      expect(await there.states.read(place)).toBe(ca);
      expect(there.provisioning.run(made.runId).run).toMatchObject({
        state: 'succeeded',
        kitCount: 0,
        number: 1,
      });
      expect(filesInClear(there.data)).toEqual([]);
      expect(readdirSync(there.layout.staging)).toEqual([]);
      const next = await there.provision(made.projectId);
      expect(next.run).toMatchObject({ state: 'succeeded', kitCount: 4, number: 2 });
      expect(await there.states.read(there.layout.run(made.projectId, next.runId))).toBe(ca);
      expect(existsSync(place.state)).toBe(false);
    } finally {
      await there.close();
    }
  });

  test('takes along who is disabled, the NVFlare of the project, and its files', async () => {
    const taken = path.join(folder, 'taken.fedwright-ca');
    const pem = { name: 'proxy.pem', text: 'a certificate' };
    const versions = createProjectVersions(house.store.db);
    house.disable(projectId, 'site-2');
    versions.write(projectId, '2.8.1');
    projectsOf(house).addFile({ projectId, ...pem });
    const grantId = house.files.grantPath(taken, 'save').id;
    await caOf(house).export({ projectId, passphrase: own, grantId });
    const given = projectsOf(house).belongings(projectId);
    expect(given).toMatchObject({
      disabled: [{ participant: 'site-2', reason: 'left', by: 'Tester' }],
      nvflareVersion: '2.8.1',
      files: [pem],
    });
    const there = await elsewhere();
    try {
      const source = { grantId: grant(there, taken), passphrase: own };
      const made = await caOf(there).import({ ...source, projectId: null }, 'Tester');
      expect(projectsOf(there).belongings(made.projectId)).toEqual(given);
      const next = await there.provision(made.projectId);
      expect(next.run).toMatchObject({ state: 'succeeded', kitCount: 3 });
    } finally {
      await there.close();
    }
  });

  test('of a file of an earlier version comes with the name and the text of its project', async () => {
    const state = new Map([['cert.json', Buffer.from(ca)]]);
    const bytes = await writeCaFile({ madeAt: 0, version: '0', project: { name: 'x', text }, state }, own);
    const { project } = await readCaFile(bytes, own);
    expect(project).toEqual({ name: 'x', text, disabled: [], nvflareVersion: null, files: [] });
  });

  test('comes into a project that has none, and never over one', async () => {
    const there = await elsewhere();
    try {
      const empty = there.addProject(text);
      const source = { grantId: grant(there), passphrase: own };
      expect(await caOf(there).describe(source)).toMatchObject({
        existing: { projectId: empty, hasCa: false },
      });
      await caOf(there).import({ ...source, projectId: empty }, 'Tester');
      expect(there.provisioning.lastRun(empty)).toMatchObject({ state: 'succeeded', adopted: true });
      const again = caOf(there).import({ ...source, projectId: empty }, 'Tester');
      await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(there.provisioning.runs({ projectId: empty, limit: 10 })).toHaveLength(1);
    } finally {
      await there.close();
    }
  });

  test('with a wrong passphrase or a changed file changes nothing', async () => {
    const there = await elsewhere();
    try {
      const changed = path.join(folder, 'changed.fedwright-ca');
      const bytes = readFileSync(file);
      bytes[bytes.length - 30] = (bytes[bytes.length - 30] ?? 0) ^ 1;
      writeFileSync(changed, bytes);
      for (const [source, message] of [
        [{ grantId: grant(there), passphrase: 'a wrong passphrase' }, /does not open/],
        [{ grantId: grant(there, changed), passphrase: own }, /damaged or was changed/],
        [{ grantId: grant(there, path.join(folder, 'keychain')), passphrase: own }, /not a CA file/],
      ] as const)
        await expect(caOf(there).import({ ...source, projectId: null }, 'Tester')).rejects.toMatchObject({
          code: 'INVALID',
          message: expect.stringMatching(message),
        });
      expect(there.texts.size).toBe(0);
      expect(there.provisioning.runs({ projectId: null, limit: 10 })).toEqual([]);
    } finally {
      await there.close();
    }
  });

  test('that does not hold together is refused, and its keys are not quoted', () => {
    const state = JSON.parse(ca) as Record<string, unknown>;
    const site = state['site-1'] as { cert: string; pri_key: string };
    const broken: [Record<string, unknown>, RegExp][] = [
      [{ ...state, root_pri_key: site.pri_key }, /key of the CA/],
      [{ ...state, root_cert: site.cert }, /not signed by itself/],
      [{ ...state, 'site-1': { ...site, pri_key: state['root_pri_key'] } }, /key of site-1/],
      [{ ...state, 'site-1': { ...site, cert: 'none' } }, /certificate of site-1/],
      [{}, /no CA/],
    ];
    for (const [content, details] of broken) {
      const error = refusal(JSON.stringify(content));
      expect(error).toMatchObject({ code: 'INVALID', data: { details: expect.stringMatching(details) } });
      expect(JSON.stringify(error)).not.toContain('PRIVATE');
    }
    expect(() => checkCaState('no json')).toThrow(/hold together/);
  });

  test('cannot be named out of its place by a file that was made to harm', async () => {
    const state = new Map([
      ['cert.json', Buffer.from(ca)],
      ['../../evil', Buffer.from('x')],
    ]);
    const bytes = await writeCaFile({ madeAt: 0, version: '0', project: { name: 'x', text }, state }, own);
    await expect(readCaFile(bytes, own)).rejects.toMatchObject({ code: 'INVALID' });
  });
});
