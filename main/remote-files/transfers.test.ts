import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, test } from 'vitest';
import { downloadPart } from './download';
import { useHostFiles } from './test-files';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';
const encode = (at: string | Buffer) => Buffer.from(at).toString('base64url');
const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe.skipIf(missing)('transfers over a real sshd', () => {
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

  test('an upload arrives whole, goes on where a try was cut, and replaces only when told', async () => {
    const content = randomBytes(3_000_000);
    const source = path.join(root, 'source.bin');
    writeFileSync(source, content);
    mkdirSync(path.join(root, 'in'));
    const upload = (replace: boolean) =>
      work.run(files.upload({ ...at('in'), source: { from: 'grant', grantId: source }, replace }, 'tester'));
    expect(await upload(false)).toMatchObject({ sha256: null, resumedAt: 0 });
    const arrived = path.join(root, 'in', 'source.bin');
    expect(readFileSync(arrived).equals(content)).toBe(true);
    await expect(upload(false)).rejects.toMatchObject({ code: 'CONFLICT' });

    const part = path.join(root, 'in', partName(hostId, 'source.bin', content.length));
    writeFileSync(part, content.subarray(0, 1_000_000));
    chmodSync(arrived, 0o600);
    expect(await upload(true)).toMatchObject({ resumedAt: 1_000_000, sha256: hashOf(content) });
    expect(statSync(arrived).mode & 0o777).toBe(0o600);
    writeFileSync(part, randomBytes(1_000_000));
    expect(await upload(true)).toMatchObject({ resumedAt: 0, sha256: null });
    expect(readFileSync(arrived).equals(content)).toBe(true);
    symlinkSync('/etc/passwd', part);
    await expect(upload(true)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('what is written while it is sent or read is compared in the end', async () => {
    const content = randomBytes(3_000_000);
    const [near, far] = [path.join(root, 'written.bin'), path.join(root, 'far', 'written.bin')];
    mkdirSync(path.dirname(far));
    /** The content, written long ago; and then this at the first news of how far it is. */
    const prepare = (file: string, write: () => void) => {
      writeFileSync(file, content);
      utimesSync(file, 1, 1);
      work.hooks.progress = () => {
        work.hooks.progress = () => undefined;
        write();
      };
    };
    const change = (file: string) => () => {
      const open = openSync(file, 'r+');
      writeSync(open, Buffer.from([(content[0] ?? 0) ^ 1]), 0, 1, 0);
      closeSync(open);
    };
    const upload = () => {
      const source = { from: 'grant' as const, grantId: near };
      return work.run(files.upload({ ...at('far'), source, replace: true }, 'tester'));
    };
    const download = () =>
      work.run(files.download({ ...at('far/written.bin'), grantId: near, as: 'file' }, 'tester'));

    prepare(near, change(near));
    await expect(upload()).rejects.toMatchObject({ code: 'UNAVAILABLE', data: { reason: 'damaged' } });
    expect(readdirSync(path.dirname(far))).toEqual([]);
    prepare(near, () => utimesSync(near, 2, 2));
    expect(await upload()).toMatchObject({ sha256: hashOf(content) });
    rmSync(near);

    prepare(far, change(far));
    await expect(download()).rejects.toMatchObject({ code: 'CONFLICT', data: { reason: 'changed' } });
    expect([existsSync(near), existsSync(downloadPart(near))]).toEqual([false, false]);
    // A log goes on.
    prepare(far, () => appendFileSync(far, 'more'));
    expect(await download()).toMatchObject({ sha256: hashOf(content), sizeBytes: content.length });
    expect(readFileSync(near).equals(content)).toBe(true);
  });

  test('a dropped file comes in pieces, in their order only', async () => {
    const { dropId } = await files.drops.begin({
      ...{ name: 'drop.txt', files: [{ parts: [], sizeBytes: 6 }], folders: [] },
    });
    await files.drops.add(dropId, { file: 0, offset: 0 }, Buffer.from('abc'));
    await expect(files.drops.add(dropId, { file: 0, offset: 0 }, Buffer.from('abc'))).rejects.toMatchObject({
      code: 'INVALID',
    });
    const input = {
      hostId,
      containerId: null,
      path: encode(root),
      source: { from: 'drop' as const, dropId },
      replace: false,
    };
    await expect(files.upload(input, 'tester')).rejects.toMatchObject({ code: 'INVALID' });
    await files.drops.add(dropId, { file: 0, offset: 3 }, Buffer.from('def'));
    await work.run(files.upload(input, 'tester'));
    expect(readFileSync(path.join(root, 'drop.txt'), 'utf8')).toBe('abcdef');
    expect(readdirSync(path.join(root, 'drops'))).toEqual([]);
  });

  test('a dropped file stays for an upload that is run again, and for a day when nobody takes it', async () => {
    const folder = path.join(root, 'drops');
    const begin = async () => {
      const files1 = [{ parts: [], sizeBytes: 3 }];
      const { dropId } = await files.drops.begin({ name: 'drop.txt', files: files1, folders: [] });
      await files.drops.add(dropId, { file: 0, offset: 0 }, Buffer.from('abc'));
      return dropId;
    };
    const left = await begin();
    const old = Date.now() / 1000 - 2 * 86_400;
    utimesSync(path.join(folder, left), old, old);
    const dropId = await begin();
    expect(readdirSync(folder)).toEqual([dropId]);
    const input = { hostId, containerId: null, path: encode(root), replace: false };
    const task = await files.upload({ ...input, source: { from: 'drop' as const, dropId } }, 'tester');
    work.cancel(task);
    await expect(work.run(Promise.resolve(task))).rejects.toThrow();
    // From when it was last wanted on.
    utimesSync(path.join(folder, dropId), old, old);
    await work.run(Promise.resolve(work.again(task)));
    expect(readdirSync(folder)).toEqual([]);
    expect(readFileSync(path.join(root, 'drop.txt'), 'utf8')).toBe('abc');
  });

  test('a download arrives whole, goes on where a try was cut, and comes by a link too', async () => {
    const content = randomBytes(2_500_001);
    writeFileSync(path.join(root, 'far.bin'), content);
    const file = path.join(root, 'near.bin');
    writeFileSync(downloadPart(file), content.subarray(0, 700_000));
    writeFileSync(`${file}.part`, 'of somebody else');
    const download = () =>
      work.run(files.download({ ...at('far.bin'), grantId: file, as: 'file' }, 'tester'));
    expect(await download()).toMatchObject({ resumedAt: 700_000, sha256: hashOf(content) });
    expect([readFileSync(file).equals(content), existsSync(downloadPart(file))]).toEqual([true, false]);
    expect(readFileSync(`${file}.part`, 'utf8')).toBe('of somebody else');
    const { url } = await files.link(at('far.bin'));
    const body = await work.downloads.take(url.split('/')[2] ?? '');
    expect((body ? await buffer(body.stream) : Buffer.alloc(0)).equals(content)).toBe(true);
    truncateSync(path.join(root, 'far.bin'), 0);
    expect(await download()).toMatchObject({ sizeBytes: 0 });
  });
});

function partName(hostId: string, name: string, size: number): string {
  const key = createHash('sha256')
    .update(`${hostId}\0`)
    .update(name)
    .update(`\0${size}`)
    .digest('hex')
    .slice(0, 16);
  return `.fedwright-${key}.part`;
}
