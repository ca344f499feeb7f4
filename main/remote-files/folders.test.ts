import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { useHostFiles } from './test-files';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('folders over a real sshd', () => {
  const there = useHostFiles();
  let hostId: string;
  let root: string;
  let work: typeof there.work;
  beforeEach(() => {
    ({ hostId, root, work } = there);
    for (const name of ['far', 'near']) mkdirSync(path.join(root, name));
  });

  const at = (name: string) => ({
    ...{ hostId, containerId: null },
    path: Buffer.from(path.join(root, name)).toString('base64url'),
  });
  const hidden = (folder: string) =>
    readdirSync(path.join(root, folder)).filter((name) => name.startsWith('.fed'));

  test('a folder goes up whole, is not mixed with another, and leaves nothing when cancelled', async () => {
    const local = path.join(root, 'near', 'kit');
    mkdirSync(path.join(local, 'startup'), { recursive: true });
    writeFileSync(path.join(local, 'startup', 'start.sh'), '#!/bin/sh\n');
    chmodSync(path.join(local, 'startup', 'start.sh'), 0o755);
    writeFileSync(path.join(local, 'readme'), 'x'.repeat(300_000));
    const input = { ...at('far'), source: { from: 'grant' as const, grantId: local }, replace: false };
    expect(await work.run(work.files.upload(input, 'tester'))).toEqual({ files: 2, sizeBytes: 300_010 });
    const script = path.join(root, 'far', 'kit', 'startup', 'start.sh');
    expect([readFileSync(script, 'utf8'), statSync(script).mode & 0o777]).toEqual(['#!/bin/sh\n', 0o755]);
    await expect(work.run(work.files.upload(input, 'tester'))).rejects.toMatchObject({ code: 'CONFLICT' });

    rmSync(path.join(root, 'far', 'kit'), { recursive: true });
    for (let index = 0; index < 200; index += 1)
      writeFileSync(path.join(local, `file-${index}`), 'y'.repeat(1000));
    const task = await work.files.upload(input, 'tester');
    await vi.waitFor(() => expect(hidden('far')).toHaveLength(1), { timeout: 10_000 });
    work.cancel(task);
    await expect(work.run(Promise.resolve(task))).rejects.toBeDefined();
    await vi.waitFor(() => expect(readdirSync(path.join(root, 'far'))).toEqual([]), { timeout: 10_000 });
  });

  test('a folder comes down as it is or as a tar; links are not followed', async () => {
    mkdirSync(path.join(root, 'far', 'run', 'logs'), { recursive: true });
    writeFileSync(path.join(root, 'far', 'run', 'logs', "it's\nlog"), 'lines');
    writeFileSync(Buffer.concat([Buffer.from(`${root}/far/run/`), Buffer.from([0xff])]), 'of ff');
    symlinkSync('/etc', path.join(root, 'far', 'run', 'etc'));
    const download = (as: 'tar' | 'folder', grantId: string) =>
      work.run(work.files.download({ ...at('far/run'), grantId, as }, 'tester'));
    expect(await download('folder', path.join(root, 'near'))).toMatchObject({ files: 2, leftOut: 1 });
    expect(readdirSync(path.join(root, 'near', 'run')).toSorted()).toEqual(['\\xff', 'logs']);
    expect(readFileSync(path.join(root, 'near', 'run', 'logs', "it's\\x0alog"), 'utf8')).toBe('lines');
    writeFileSync(path.join(root, 'far', 'one.bin'), 'one');
    const one = { ...at('far/one.bin'), grantId: path.join(root, 'near'), as: 'folder' as const };
    expect(await work.run(work.files.download(one, 'tester'))).toMatchObject({ sizeBytes: 3 });
    writeFileSync(path.join(root, 'near', 'one.bin'), 'mine');
    await expect(work.run(work.files.download(one, 'tester'))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(readFileSync(path.join(root, 'near', 'one.bin'), 'utf8')).toBe('mine');
    const link = { ...one, ...at('far/run/etc') };
    await expect(work.run(work.files.download(link, 'tester'))).rejects.toMatchObject({ code: 'INVALID' });
    await download('tar', path.join(root, 'near', 'run.tar'));
    const { url, fileName } = await work.files.link(at('far/run'));
    expect(fileName).toBe('run.tar');
    const body = await work.downloads.take(url.split('/')[2] ?? '');
    const linked = body ? await buffer(body.stream) : Buffer.alloc(0);
    expect(linked.equals(readFileSync(path.join(root, 'near', 'run.tar')))).toBe(true);
    expect(hidden('near')).toEqual([]);
    const { targetFolder } = await work.files.look(at('far/run/etc'));
    expect(Buffer.from(targetFolder ?? '', 'base64url').toString()).toBe('/etc');
  });

  test('what a crash left of a tar is said, and gone before it is made again', async () => {
    mkdirSync(path.join(root, 'far', 'run'));
    const part = path.join(root, 'near', 'run.tar.part');
    writeFileSync(part, 'half of it');
    const save = () =>
      work.files.download({ ...at('far/run'), grantId: path.join(root, 'near', 'run.tar'), as: 'tar' }, 'me');
    const task = await save();
    await expect(work.run(Promise.resolve(task))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(readFileSync(part, 'utf8')).toBe('half of it');
    work.putRight(task);
    expect(await work.run(save())).toMatchObject({ sizeBytes: expect.any(Number) });
    expect(readdirSync(path.join(root, 'near'))).toEqual(['run.tar']);
  });

  test('a link to a file that cannot be read any more is an answer, not the end of the process', async () => {
    writeFileSync(path.join(root, 'far', 'gone.txt'), 'gone');
    const { url } = await work.files.link(at('far/gone.txt'));
    rmSync(path.join(root, 'far', 'gone.txt'));
    await expect(work.downloads.take(url.split('/')[2] ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a small file is ready for a drag, a large one is not', async () => {
    writeFileSync(path.join(root, 'far', 'small.txt'), 'small');
    const native = { native: true, taken: () => undefined };
    const { stageId, fileName } = await work.files.stage(at('far/small.txt'), native);
    const dragged: string[][] = [];
    const dragOut = { start: (files: string[]) => void dragged.push(files) };
    expect(work.files.dragOut({ ...at('far/small.txt'), stageId: stageId ?? '' }, dragOut)).toEqual({
      started: true,
    });
    expect([fileName, readFileSync(dragged[0]?.[0] ?? '', 'utf8')]).toEqual(['small.txt', 'small']);
    expect(() => work.files.dragOut({ ...at('far/other'), stageId: stageId ?? '' }, dragOut)).toThrow();
    writeFileSync(path.join(root, 'far', 'large'), Buffer.alloc(33 * 1024 * 1024));
    await expect(work.files.stage(at('far/large'), native)).rejects.toMatchObject({ code: 'INVALID' });
    const { url } = await work.files.stage(at('far/large'), { ...native, native: false });
    expect(url).toMatch(/^\/download\//);
  });
});
