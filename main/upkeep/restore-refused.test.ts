import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRows } from '../projects/tables';
import { type House, openHouse, projectText } from '../provisioning/test-house';
import { readArchive, writeArchive } from './archive';
import { manifestName, storeName } from './manifest';
import { restorePlace, writePlan } from './restore-place';
import { stageRestore } from './restore-stage';
import { keepUp, look, migrations, quiet } from './test-keeper';

const cleanUps: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});
const folder = (): string => {
  const made = mkdtempSync(path.join(os.tmpdir(), 'fedwright-refused-'));
  cleanUps.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

describe('a backup that cannot be', () => {
  let opened: House;
  let keeper: ReturnType<typeof keepUp>;
  let good: string;
  let backupId: string;
  beforeAll(async () => {
    opened = await openHouse();
    cleanUps.push(() => opened.close());
    keeper = keepUp(opened);
    opened.addProject(projectText({ name: 'here' }));
    backupId = await keeper.made();
    opened.store.db.update(projectRows).set({ name: 'now' }).run();
    good = path.join(opened.data, 'backups', backupId);
  });
  const grant = (file: string) => opened.files.grantPath(file, 'file').id;
  const attempt = async (file: string) => {
    const task = await keeper.staged({ grantId: grant(file) });
    return task.error;
  };
  const assertUntouched = () => {
    expect(existsSync(restorePlace(opened.data).root)).toBe(false);
    expect(look(opened.data).projects).toEqual(['now']);
  };

  /** The same backup with other contents under the same names. */
  async function forge(change: (name: string, content: Buffer) => Buffer): Promise<string> {
    const work = folder();
    const names = await readArchive({ file: good, password: null, log: quiet }, async (archive) => {
      for (const name of archive.files.keys()) await archive.extract(name, path.join(work, name));
      return [...archive.files.keys()];
    });
    for (const name of names) {
      const file = path.join(work, name);
      const content = change(name, readFileSync(file));
      rmSync(file);
      writeFileSync(file, content);
    }
    const forged = path.join(work, 'forged.zip');
    await writeArchive(
      forged,
      names.map((name) => ({ name, file: path.join(work, name) })),
    );
    return forged;
  }
  const inManifest =
    (change: (manifest: Record<string, unknown>) => unknown) => (name: string, content: Buffer) =>
      name === manifestName ? Buffer.from(JSON.stringify(change(JSON.parse(content.toString())))) : content;

  test('read, as it is cut, is refused', async () => {
    const cut = path.join(folder(), 'cut.zip');
    cpSync(good, cut);
    truncateSync(cut, Math.floor(statSync(cut).size / 2));
    await expect(attempt(cut)).rejects.toMatchObject({ code: 'INVALID' });
    assertUntouched();
  });

  test('trusted, as bytes of it are others, is refused', async () => {
    const bent = path.join(folder(), 'bent.zip');
    const content = readFileSync(good);
    const at = Math.floor(content.length / 2);
    for (let index = at; index < at + 64; index += 1) content[index] = (content[index] ?? 0) ^ 0xff;
    writeFileSync(bent, content);
    expect(await attempt(bent)).toMatchObject({ code: 'INVALID' });
    assertUntouched();
  });

  test('used, as its store is damaged, is refused', async () => {
    const forged = await forge((name, content) => {
      if (name === storeName) content.fill(0x5a, 4096, 4096 * 3);
      return content;
    });
    expect(await attempt(forged)).toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('store'),
    });
    assertUntouched();
  });

  test('understood, as a newer version made it, is refused', async () => {
    const said = await forge(inManifest((manifest) => ({ ...manifest, schema: 999 })));
    await expect(attempt(said)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('newer'),
    });
    const format = await forge(inManifest(() => ({ format: 3, version: '9.0.0' })));
    await expect(attempt(format)).rejects.toMatchObject({ code: 'CONFLICT' });
    const hidden = await forge((name, content) => {
      // The header's user_version, behind a manifest that says otherwise.
      if (name === storeName) content.writeUInt32BE(999, 60);
      return content;
    });
    expect(await attempt(hidden)).toMatchObject({ code: 'CONFLICT' });
    assertUntouched();
  });

  test('let out of the data directory, is refused', async () => {
    for (const out of ['projects/x/runs/y/state/../../../../../../evil', '/etc/evil', 'location.json']) {
      const forged = await forge(
        inManifest((manifest) => ({
          ...manifest,
          files: [...(manifest['files'] as object[]), { path: out, sizeBytes: 1 }],
        })),
      );
      await expect(attempt(forged)).rejects.toMatchObject({ code: 'INVALID' });
    }
    assertUntouched();
  });

  test('a backup at all, is refused', async () => {
    const other = path.join(folder(), 'other.zip');
    await writeArchive(other, [{ name: 'hello.txt', text: 'hello' }]);
    await expect(attempt(other)).rejects.toMatchObject({ message: 'This is not a backup of Fedwright.' });
    writeFileSync(other, 'no zip');
    await expect(attempt(other)).rejects.toMatchObject({ code: 'INVALID' });
  });

  test('begun, as work is under way, is refused', async () => {
    opened.tasks.define({
      kind: 'test.long',
      permission: 'upkeep.manage',
      input: { parse: () => ({}) } as never,
      run: (_, { signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
    });
    const { id } = opened.tasks.start({ kind: 'test.long', title: 'Long', input: {}, startedBy: 'Tester' });
    await expect(keeper.staged({ backupId })).rejects.toMatchObject({ code: 'CONFLICT' });
    opened.tasks.cancel(id);
    await opened.tasks.wait(id);
    const second = await openHouse({ data: opened.data });
    await expect(keeper.staged({ backupId })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Another Fedwright'),
    });
    await second.close({ keep: true });
    expect((await keeper.staged({ backupId })).state).toBe('succeeded');
    expect(keeper.cancelRestore()).toEqual({ cancelled: true });
    assertUntouched();
  });

  test('put in place as it was unpacked, as something of it is gone meanwhile, is refused', async () => {
    const { data } = opened;
    const request = {
      data,
      migrations,
      file: good,
      source: 'good',
      passphrase: null,
      by: 'Tester',
      log: quiet,
    };
    const onStage = (index: number) => {
      if (index === 2) truncateSync(path.join(restorePlace(data).incoming, storeName), 4096);
    };
    const adoptKeys = async () => null;
    await expect(stageRestore({ ...request, adoptKeys, onStage })).rejects.toMatchObject({
      code: 'STORAGE',
      data: { details: expect.stringContaining(storeName) },
    });
    assertUntouched();
  });

  test('unpacked over a restore that is half in place, is refused', async () => {
    const { root, outgoing } = restorePlace(opened.data);
    mkdirSync(outgoing, { recursive: true });
    writeFileSync(path.join(outgoing, storeName), 'what was here');
    writePlan(opened.data, {
      ...{ phase: 'swap', source: backupId, madeAt: 0, stagedAt: 0, by: 'Tester', before: null },
    });
    expect((await keeper.staged({ backupId })).error).toMatchObject({
      code: 'CONFLICT',
      message: 'An earlier restore is half in place.',
    });
    expect(readFileSync(path.join(outgoing, storeName), 'utf8')).toBe('what was here');
    rmSync(root, { recursive: true });
  });
});
