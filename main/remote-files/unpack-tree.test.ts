import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import tar from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { peers } from '../../e2e/servers/peers';
import { mountSmallDisk } from '../../e2e/servers/small-disk';
import { tarTree } from '../container-files/archive-tree';
import { readTar } from '../container-files/read-tar';
import type { TreeItem } from '../file-places/file-place';
import type { TaskContext } from '../tasks/service';
import { unpackTree } from './unpack-tree';

let root: string;
let into: string;
let logged: string[];
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'fw-unpack-')));
  into = path.join(root, 'chosen');
  mkdirSync(into);
  logged = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const taskOf = (signal = new AbortController().signal): TaskContext => ({
  ...{ taskId: 't', startedBy: 'Tester', signal, stage: () => undefined, progress: () => undefined },
  ...{ log: (line) => void logged.push(line), redact: (text) => text },
});

/** An archive as an engine would never make it, and as somebody in its place might. */
async function unpack(entries: [header: tar.Headers, content?: string][], task = taskOf()) {
  const pack = tar.pack();
  for (const [header, content] of entries) pack.entry(header, content ?? '');
  pack.finalize();
  const items = tarTree(readTar(pack.pipe(new PassThrough())));
  return unpackTree(items, { into, name: Buffer.from('d'), totalBytes: null }, task);
}

const everything = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();

test.skipIf(peers.mounts() !== null)('a disk that is full in the middle of a piece is told', async () => {
  const disk = mountSmallDisk(path.join(root, 'small'), '1m');
  async function* items(): AsyncGenerator<TreeItem> {
    const of = { uid: 0, gid: 0, mtime: 0, size: 2 << 20 };
    const common = { link: null, sameAs: null };
    const whole = async function* () {
      yield Buffer.alloc(of.size);
    };
    yield { ...common, path: Buffer.alloc(0), attributes: { ...of, mode: 0o040755 }, content: whole };
    yield { ...common, path: Buffer.from('a'), attributes: { ...of, mode: 0o100644 }, content: whole };
  }
  try {
    const about = { into: disk.folder, name: Buffer.from('d'), totalBytes: null };
    await expect(unpackTree(items(), about, taskOf())).rejects.toMatchObject({
      ...{ code: 'STORAGE', message: 'The disk is full.' },
    });
    expect(readdirSync(disk.folder)).toEqual([]);
  } finally {
    disk.unmount();
  }
});

test('nothing is ever written outside of the chosen folder', async () => {
  const outside = path.join(root, 'outside');
  mkdirSync(outside);
  writeFileSync(path.join(root, 'kept'), 'kept');
  const result = await unpack([
    [{ name: 'd/', type: 'directory' }],
    [{ name: 'd/../../kept' }, 'evil'],
    [{ name: '../kept' }, 'evil'],
    [{ name: `${root}/kept` }, 'evil'],
    [{ name: '/etc/fedwright-evil' }, 'evil'],
    // A link that leads out, and a file that would go through it.
    [{ name: 'd/out', type: 'symlink', linkname: outside }],
    [{ name: 'd/out/through' }, 'evil'],
    [{ name: 'd/up', type: 'symlink', linkname: '../../..' }],
    [{ name: 'd/up/kept' }, 'evil'],
    [{ name: 'd/hard', type: 'link', linkname: `${root}/kept` }],
    [{ name: 'd/hard2', type: 'link', linkname: 'd/../../kept' }],
    [{ name: 'd/null', type: 'character-device', devmajor: 1, devminor: 3 }],
    [{ name: 'd/pipe', type: 'fifo' }],
    [{ name: 'd/.' }, 'evil'],
    [{ name: 'd/good', mode: 0o4755 }, 'good'],
    [{ name: 'd/same', type: 'link', linkname: 'd/good' }],
    [{ name: 'd/good' }, 'again'],
    [{ name: 'd/good/below' }, 'evil'],
  ]);
  expect(everything(root)).toEqual([
    ...['chosen', 'chosen/d', 'chosen/d/good', 'chosen/d/out', 'chosen/d/out/through', 'chosen/d/same'],
    ...['chosen/d/up', 'chosen/d/up/kept', 'kept', 'outside'],
  ]);
  expect(readFileSync(path.join(root, 'kept'), 'utf8')).toBe('kept');
  expect(existsSync('/etc/fedwright-evil')).toBe(false);
  expect([readFileSync(`${into}/d/good`, 'utf8'), readFileSync(`${into}/d/same`, 'utf8')]).toEqual([
    'good',
    'good',
  ]);
  expect(statSync(`${into}/d/good`).mode & 0o7777).toBe(0o755);
  expect(result).toMatchObject({ files: 4, leftOut: 13 });
  expect(logged.join('\n')).toContain('A tar would have all of them');
});

test('what is there already stays, and what is cancelled or breaks off leaves nothing', async () => {
  symlinkSync(root, path.join(into, 'd'));
  await expect(unpack([[{ name: 'd/', type: 'directory' }]])).rejects.toMatchObject({ code: 'CONFLICT' });
  rmSync(path.join(into, 'd'));
  const abort = new AbortController();
  abort.abort();
  await expect(unpack([[{ name: 'd/', type: 'directory' }]], taskOf(abort.signal))).rejects.toThrow();
  const source = new PassThrough();
  const pack = tar.pack();
  pack.entry({ name: 'd/', type: 'directory' });
  pack.entry({ name: 'd/half' }, 'x'.repeat(100_000));
  source.end((pack.read() as Buffer | null) ?? Buffer.alloc(700, 1));
  const items = tarTree(readTar(source));
  await expect(
    unpackTree(items, { into, name: Buffer.from('d'), totalBytes: null }, taskOf()),
  ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(everything(into)).toEqual([]);
});
