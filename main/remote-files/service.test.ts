import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { peers } from '../../e2e/servers/peers';
import { mountSmallDisk } from '../../e2e/servers/small-disk';
import { addTrusted } from '../hosts/test-machines';
import { useHostFiles } from './test-files';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';
const encode = (at: string | Buffer) => Buffer.from(at).toString('base64url');
const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe.skipIf(missing)('files over a real sshd', () => {
  const there = useHostFiles();
  let hostId: string;
  let root: string;
  let work: typeof there.work;
  let files: typeof there.work.files;
  beforeEach(() => {
    ({ hostId, root, work } = there);
    ({ files } = work);
  });

  const at = (name: string | Buffer) => ({
    ...{ hostId, containerId: null },
    path: encode(Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name)])),
  });
  const list = (folder = root) =>
    files.list({ hostId, containerId: null, path: encode(folder), typed: null });

  test('names are bytes: each leads to its own file, whatever is in it', async () => {
    const names = [
      ...["it's", 'a"b', 'new\nline', '$(id)', '-rf', ' lead', '..hidden', 'ü', '\u202etxt', '\ufffd'],
      ...[Buffer.from([0xff]), Buffer.from([0xfe]), Buffer.from([0x61, 0xc3, 0x28])],
    ].map((name) => Buffer.from(name));
    mkdirSync(path.join(root, 'names'));
    for (const name of names)
      writeFileSync(Buffer.concat([Buffer.from(`${root}/names/`), name]), `in ${name.toString('hex')}`);
    const { entries } = await list(`${root}/names`);
    expect(new Set(entries.map((entry) => entry.path)).size).toBe(names.length);
    for (const { path: each } of entries) {
      const name = Buffer.from(each, 'base64url').subarray(`${root}/names/`.length);
      const { content } = await files.look({ hostId, containerId: null, path: each });
      expect(content).toMatchObject({ type: 'text', text: `in ${name.toString('hex')}` });
    }
    const shown = entries.map(({ name }) => name);
    expect(shown).toEqual(expect.arrayContaining(['new\\x0aline', '\\xff', '\\xfe', 'a\\xc3(']));
    const odd = entries.find(({ name }) => name === '\\xff');
    await files.rename({ hostId, containerId: null, path: odd?.path ?? '', name: 'plain' });
    expect(readFileSync(`${root}/names/plain`, 'utf8')).toBe('in ff');
    expect(readdirSync(`${root}/names`)).toHaveLength(names.length);
  });

  /** The same host as another user, who may write into the root. Gives its id. */
  async function addNobody(): Promise<string> {
    const keys = path.dirname(there.sshd.keyFile);
    chmodSync(keys, 0o755);
    chmodSync(path.join(keys, 'authorized'), 0o644);
    chmodSync(root, 0o777);
    const as = { name: 'as nobody', username: 'nobody' };
    return (await addTrusted(there.machines, there.sshd, as)).id;
  }

  test.skipIf(peers.mounts() !== null)(
    'what is saved stays beside when writing over a file breaks off',
    async () => {
      const id = await addNobody();
      const disk = mountSmallDisk(path.join(root, 'small'), '400k');
      try {
        chmodSync(disk.folder, 0o777);
        const file = path.join(disk.folder, 'notes');
        writeFileSync(file, 'one\n');
        chmodSync(file, 0o666);
        chownSync(file, 7, 8);
        const here = { ...at('small/notes'), hostId: id };
        const { content } = await files.look(here);
        const version = content.type === 'text' ? content.version : null;
        if (!version) throw new Error('no text');
        // There is room for it once, and not twice.
        const text = 'two\n'.repeat(62_500);
        const kept = () => readdirSync(disk.folder).filter((name) => name.startsWith('.fedwright'));
        await expect(files.save({ ...here, text, version })).rejects.toMatchObject({
          message: 'The file may have been cut short while it was written over.',
          data: {
            reason: 'full',
            hint: expect.stringMatching(/beside it, in \.fedwright-[0-9a-f]{16}\.tmp/),
          },
        });
        expect(kept()).toHaveLength(1);
        expect(readFileSync(path.join(disk.folder, kept()[0] ?? ''), 'utf8')).toBe(text);
        // As the hint says.
        disk.resize('8m');
        const { content: cut } = await files.look(here);
        const again = cut.type === 'text' ? cut.version : null;
        if (!again) throw new Error('no text');
        await files.save({ ...here, text, version: again });
        expect(readFileSync(file, 'utf8')).toBe(text);
      } finally {
        disk.unmount();
      }
    },
  );

  test('a file that is saved or replaced keeps its owner, also where the user may not give files away', async () => {
    const file = path.join(root, 'notes');
    const owned = (mode: number) => {
      writeFileSync(file, 'one\n');
      chmodSync(file, mode);
      chownSync(file, 7, 8);
    };
    const owner = () => {
      const { uid, gid, mode } = statSync(file);
      return [uid, gid, mode & 0o7777];
    };
    const save = async (hostId: string) => {
      const { content } = await files.look({ ...at('notes'), hostId });
      const version = content.type === 'text' ? content.version : null;
      if (!version) throw new Error('no text');
      await files.save({ ...at('notes'), hostId, text: 'two\n', version });
      expect(readFileSync(file, 'utf8')).toBe('two\n');
    };
    const replace = async (hostId: string) => {
      mkdirSync(path.join(root, 'near'), { recursive: true });
      writeFileSync(path.join(root, 'near', 'notes'), 'three\n');
      const source = { from: 'grant' as const, grantId: path.join(root, 'near', 'notes') };
      const input = { hostId, containerId: null, path: encode(root), source, replace: true };
      await work.run(files.upload(input, 'tester'));
      expect(readFileSync(file, 'utf8')).toBe('three\n');
    };
    owned(0o600);
    await save(hostId);
    expect(owner()).toEqual([7, 8, 0o600]);
    await replace(hostId);
    expect(owner()).toEqual([7, 8, 0o600]);

    // Another user, who may write both the folder and the file.
    const id = await addNobody();
    owned(0o666);
    await save(id);
    expect(owner()).toEqual([7, 8, 0o666]);
    expect(work.lines.join()).not.toContain('It belongs to your user now');
    await replace(id);
    expect(owner()[0]).toBe(65534);
    expect(work.lines.join()).toContain('It belongs to your user now');
    expect(readdirSync(root).toSorted()).toEqual(['near', 'notes']);
    // What the user may not write stays as it is.
    rmSync(file);
    owned(0o644);
    await expect(save(id)).rejects.toMatchObject({ data: { reason: 'denied' } });
    expect(readFileSync(file, 'utf8')).toBe('one\n');
    expect(readdirSync(root).toSorted()).toEqual(['near', 'notes']);
  });

  test('a folder by what is typed, with sizes, permissions and owners', async () => {
    writeFileSync(path.join(root, 'run.sh'), 'echo\n', { mode: 0o600 });
    chmodSync(path.join(root, 'run.sh'), 0o750);
    mkdirSync(path.join(root, 'sub'));
    symlinkSync('run.sh', path.join(root, 'link'));
    const { entries, parts, shown } = await files.list({
      hostId,
      containerId: null,
      path: null,
      typed: `${root}/sub/..`,
    });
    expect([shown, parts[0]?.name, parts.at(-1)?.name]).toEqual([root, '/', path.basename(root)]);
    expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
      ...[['sub', 'folder']],
      ...[['link', 'link']],
      ...[['run.sh', 'file']],
    ]);
    expect(entries[2]).toMatchObject({ sizeBytes: 5, mode: 0o750, owner: os.userInfo().username });
    expect((await files.look(at('link'))).target).toBe('run.sh');
    expect(await files.setMode({ ...at('run.sh'), mode: 0o640 })).toMatchObject({ mode: 0o640 });
    await expect(files.setMode({ ...at('link'), mode: 0o777 })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(files.look(at('gone'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(files.rename({ ...at('run.sh'), name: '../out' })).rejects.toMatchObject({
      code: 'INVALID',
    });
    await expect(files.rename({ ...at('run.sh'), name: 'sub' })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await files.makeFolder({ ...at(''), path: encode(root), name: 'made' })).kind).toBe('folder');
  });

  test('a text is saved only over what was read, keeps its permissions, and goes through links', async () => {
    const file = path.join(root, 'notes.txt');
    writeFileSync(file, 'one\n', { mode: 0o640 });
    symlinkSync('notes.txt', path.join(root, 'link'));
    const { content } = await files.look(at('link'));
    if (content.type !== 'text' || !content.version) throw new Error('no text');
    const { version } = content;
    await files.save({ ...at('link'), text: 'two\n', version });
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['two\n', 0o640]);
    await expect(files.save({ ...at('link'), text: 'three\n', version })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    // Same size, same time, other bytes.
    const now = await files.look(at('notes.txt'));
    if (now.content.type !== 'text' || !now.content.version) throw new Error('no text');
    const { mtime } = statSync(file);
    writeFileSync(file, 'TWO\n');
    utimesSync(file, mtime, mtime);
    const late = { ...at('notes.txt'), text: 'four\n', version: now.content.version };
    await expect(files.save(late)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(readdirSync(root).filter((name) => name.startsWith('.fedwright'))).toEqual([]);
  });

  test('what is no text of ours is said, and a long one is cut', async () => {
    writeFileSync(path.join(root, 'bin'), Buffer.from([1, 0, 2]));
    writeFileSync(path.join(root, 'latin'), Buffer.from('caf\xe9', 'latin1'));
    writeFileSync(path.join(root, 'long'), 'ü'.repeat(200_000));
    const contents = await Promise.all(['bin', 'latin', 'long'].map((name) => files.look(at(name))));
    expect(contents.map(({ content }) => content)).toEqual([
      { type: 'none', why: 'It is not a text.' },
      expect.objectContaining({ encoding: 'Latin-1', text: 'café', version: null }),
      expect.objectContaining({ encoding: 'UTF-8', cut: true, version: null }),
    ]);
  });

  test('a removal counts first and follows no link', async () => {
    mkdirSync(path.join(root, 'old', 'deep'), { recursive: true });
    writeFileSync(path.join(root, 'old', 'deep', 'a'), 'abc');
    writeFileSync(path.join(root, 'kept'), 'kept');
    symlinkSync('..', path.join(root, 'old', 'up'));
    const what = { hostId, containerId: null, paths: [at('old').path] };
    expect(await files.count(what)).toMatchObject({ files: 2, folders: 2, cut: false });
    expect(await work.run(files.remove(what, 'tester'))).toEqual({ removed: 4 });
    expect(readdirSync(root)).toEqual(['kept']);
    await expect(
      files.remove({ hostId, containerId: null, paths: [encode('/')] }, 'tester'),
    ).rejects.toMatchObject({ code: 'INVALID' });
  });

  test.skipIf(peers.mounts() !== null)(
    'a full disk of the host is said, and the next try goes on',
    async () => {
      const disk = mountSmallDisk(path.join(root, 'small'), '2m');
      try {
        const content = randomBytes(3_000_000);
        const source = path.join(root, 'big.bin');
        writeFileSync(source, content);
        const upload = () =>
          work.run(
            files.upload(
              { ...at('small'), source: { from: 'grant', grantId: source }, replace: false },
              'tester',
            ),
          );
        await expect(upload()).rejects.toMatchObject({ code: 'STORAGE', data: { reason: 'full' } });
        disk.resize('8m');
        expect(await upload()).toMatchObject({ sha256: hashOf(content) });
      } finally {
        disk.unmount();
      }
    },
  );

  test('a server that is gone is said, and the next call connects again', async () => {
    await list();
    await there.sshd.restart();
    writeFileSync(path.join(root, 'after'), '');
    const { entries } = await list().catch(() => list());
    expect(entries.map(({ name }) => name)).toEqual(['after']);
  });
});
