import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { peers } from '../../e2e/servers/peers';
import { mountSmallDisk } from '../../e2e/servers/small-disk';
import { downloadPart } from '../remote-files/download';
import { runIn } from './exec';
import { importBareImage, openContainerFiles } from './test-containers';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

/** What has broken programs before, as the names of files. */
const hostile = [
  ...[
    "it's",
    'a"b',
    'new\nline',
    '$(id)',
    '`id`',
    '-rf',
    ' lead',
    '..hidden',
    'ü',
    '\u202etxt',
    '\ufffd',
    '{}',
  ],
  ...['*', 'a;b', '81a4 1 1 0 0 root root ', 'x\n81a4 1 1 0 0 root root y'],
  ...[Buffer.from([0xff]), Buffer.from([0xfe]), Buffer.from([0x61, 0xc3, 0x28])],
].map((name) => Buffer.from(name));

/** A script that makes a file of each name in `/d`, with its name in hex as its content. */
const makeHostile = [
  'mkdir -p /d',
  ...hostile.map((name) => {
    const octal = [...name].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
    // Nothing but the shell's own printf: the end of a name may be an end of line.
    return `name="$(printf '${octal}.')"; printf ${name.toString('hex')} > "/d/\${name%.}"`;
  }),
].join('\n');

const openFilesHere = () =>
  readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return '';
    }
  });

type House = Awaited<ReturnType<typeof openContainerFiles>>;
let house: House;
let bare: string;

const inFolder = (name: Buffer) => Buffer.concat([Buffer.from('/d/'), name]);

describe.skipIf(missing)('files in containers of a real engine', () => {
  beforeAll(async () => {
    house = await openContainerFiles();
    bare = importBareImage(house.dockerd, house.root);
  }, 90_000);
  afterAll(() => house?.end());

  const list = async (id: string, at: string) => house.files.list({ ...house.at(id, at), typed: null });

  /** One that runs, one that does not, one without any program. */
  const kinds = ['running', 'stopped', 'bare'] as const;
  function make(kind: (typeof kinds)[number], script: string): string {
    const id = house.shell();
    house.script(id, script);
    if (kind === 'running') return id;
    if (kind === 'stopped') {
      house.dockerd.docker('stop', '-t', '0', id);
      return id;
    }
    const other = house.run(bare, '/only/sleep', '6000');
    house.dockerd.docker('cp', `${id}:/d`, `${house.root}/from-${id.slice(0, 8)}`);
    house.dockerd.docker('cp', `${house.root}/from-${id.slice(0, 8)}`, `${other}:/d`);
    return other;
  }

  test.each(kinds)('names are bytes and lead to their own files: %s', async (kind) => {
    const id = make(kind, makeHostile);
    const { entries, limited, cut } = await list(id, '/d');
    expect([limited, cut]).toEqual([kind === 'running' ? null : kind, null]);
    const found = entries.map((entry) => Buffer.from(entry.path, 'base64url').subarray(3).toString('hex'));
    expect(found.toSorted()).toEqual(hostile.map((name) => name.toString('hex')).toSorted());
    for (const { path: each } of entries) {
      const name = Buffer.from(each, 'base64url').subarray(3).toString('hex');
      const { content } = await house.files.look({ hostId: house.hostId, containerId: id, path: each });
      expect(content).toMatchObject({ type: 'text', text: name });
    }
  });

  test.each(kinds)('a text is saved over what was read only, and keeps its permissions: %s', async (kind) => {
    const id = make(kind, 'mkdir /d; echo one > /d/notes; chmod 640 /d/notes; chown 7:8 /d/notes');
    const { content, entry } = await house.files.look(house.at(id, '/d/notes'));
    expect(entry).toMatchObject({ mode: 0o640, sizeBytes: 4 });
    if (content.type !== 'text' || !content.version) throw new Error('no text');
    const { version } = content;
    const next = await house.files.save({ ...house.at(id, '/d/notes'), text: 'two, longer\n', version });
    expect(next.content).toMatchObject({ text: 'two, longer\n' });
    expect(next.entry).toMatchObject({ mode: 0o640, sizeBytes: 12 });
    if (kind === 'running') expect(house.script(id, 'stat -c "%u %g" /d/notes')).toBe('7 8');
    await expect(
      house.files.save({ ...house.at(id, '/d/notes'), text: 'three\n', version }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await list(id, '/d')).entries.map(({ name }) => name)).toEqual(['notes']);
  });

  test.each(kinds)('files and folders go in and out whole: %s', async (kind) => {
    const id = make(kind, 'mkdir /d; chown 7:8 /d');
    const content = randomBytes(3_000_000);
    const source = path.join(house.root, `up-${kind}.bin`);
    writeFileSync(source, content);
    const input = { ...house.at(id, '/d'), source: { from: 'grant' as const, grantId: source } };
    const upload = (replace: boolean) => house.work.run(house.files.upload({ ...input, replace }, 'tester'));
    expect(await upload(false)).toEqual({ files: 1, sizeBytes: content.length });
    await expect(upload(false)).rejects.toMatchObject({ code: 'CONFLICT' });
    await upload(true);
    const target = path.join(house.root, `down-${kind}.bin`);
    const download = (as: 'file' | 'folder' | 'tar', from: string, grantId: string) =>
      house.work.run(house.files.download({ ...house.at(id, from), grantId, as }, 'tester'));
    await download('file', `/d/up-${kind}.bin`, target);
    expect(readFileSync(target).equals(content)).toBe(true);
    const { url } = await house.files.link(house.at(id, `/d/up-${kind}.bin`));
    const body = await house.work.downloads.take(url.split('/')[2] ?? '');
    expect((body ? await buffer(body.stream) : Buffer.alloc(0)).equals(content)).toBe(true);

    const { dropId } = await house.files.drops.begin({
      ...{ name: 'küche', folders: [['empty']] },
      files: [{ parts: ['sub', 'ä.txt'], sizeBytes: 3 }],
    });
    await house.files.drops.add(dropId, { file: 0, offset: 0 }, Buffer.from('abc'));
    const drop = { ...house.at(id, '/d'), source: { from: 'drop' as const, dropId }, replace: false };
    expect(await house.work.run(house.files.upload(drop, 'tester'))).toMatchObject({ files: 1 });
    expect((await list(id, '/d/küche')).entries.map(({ name, kind: each }) => `${each} ${name}`)).toEqual([
      'folder empty',
      'folder sub',
    ]);
    await download('folder', '/d', house.root);
    expect(readFileSync(path.join(house.root, 'd', 'küche', 'sub', 'ä.txt'), 'utf8')).toBe('abc');
    expect(statSync(path.join(house.root, 'd', 'küche', 'empty')).isDirectory()).toBe(true);
    await expect(download('folder', '/d', house.root)).rejects.toMatchObject({ code: 'CONFLICT' });
    await download('tar', '/d', path.join(house.root, `d-${kind}.tar`));
    expect(statSync(path.join(house.root, `d-${kind}.tar`)).size).toBeGreaterThan(content.length);
    const left = readdirSync(house.root).filter((name) => name.includes('.part'));
    expect(left).toEqual([]);
    rmSync(path.join(house.root, 'd'), { recursive: true });
  });

  test('what runs can be renamed, deleted and given other permissions', async () => {
    const id = make('running', makeHostile);
    // Those that a shell, an option parser, a list of lines or a decoder would stumble over.
    const some = [2, 3, 5, 11, 15, 16].flatMap((index) => hostile[index] ?? []);
    for (const [index, name] of some.entries()) {
      const from = house.at(id, inFolder(name));
      await house.files.setMode({ ...from, mode: 0o600 });
      const { entry } = await house.files.look(from);
      expect(entry.mode).toBe(0o600);
      await house.files.rename({ ...from, name: `named-${index}` });
    }
    const first = house.at(id, '/d/named-0');
    await expect(house.files.rename({ ...first, name: 'named-1' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await house.files.makeFolder({ ...house.at(id, '/d'), name: "$(touch x) it's" });
    house.script(id, 'cd /d/*touch*; mkdir deep; echo abc > deep/a; ln -s ../../named-1 up');
    const what = { ...house.at(id, ''), paths: [house.at(id, "/d/$(touch x) it's").path] };
    expect(await house.files.count(what)).toEqual({ files: 2, folders: 2, bytes: 4 + 13, cut: false });
    expect(await house.work.run(house.files.remove(what, 'tester'))).toEqual({ removed: 1 });
    const left = house.script(
      id,
      'find / -xdev -name x | wc -l; find /d -mindepth 1 -print0 | tr -cd "\\0" | wc -c',
    );
    expect(left.split('\n').map(Number)).toEqual([0, hostile.length]);
  }, 60_000);

  test('a log that is written meanwhile comes as it was when it was asked for, and a try goes on', async () => {
    const id = make('running', 'mkdir /d; seq 200000 > /d/log');
    house.dockerd.docker('exec', '-d', id, 'sh', '-c', 'while :; do echo more >> /d/log; done');
    await vi.waitFor(() => expect(house.script(id, 'tail -n 1 /d/log')).toBe('more'));
    const file = path.join(house.root, 'log');
    // What an earlier try has left.
    writeFileSync(downloadPart(file), house.script(id, 'head -c 1000 /d/log'));
    const input = { ...house.at(id, '/d/log'), grantId: file, as: 'file' as const };
    const result = await house.work.run(house.files.download(input, 'tester'));
    expect(result).toMatchObject({ resumedAt: 999, sizeBytes: statSync(file).size });
    const [last, ...before] = readFileSync(file, 'utf8').split('\n').toReversed();
    expect(before.at(-1)).toBe('1');
    expect(before[0]).toBe('more');
    expect('more'.startsWith(last ?? 'none')).toBe(true);
  }, 30_000);

  test('a look that is given up ends in the container too, at whatever it is', async () => {
    const id = house.shell();
    house.script(id, 'mkdir -p /d/in; echo x > /d/in/file');
    await list(id, '/d');
    // Not by a program that is waited for in one go: an engine that unpacks waits for what comes from here.
    const running = async () => {
      const ps = { argv: ['ps', '-o', 'args'], input: null };
      const { stdout } = await runIn({ engines: house.engines, hostId: house.hostId, containerId: id }, ps);
      return stdout.toString().includes('sleep 4321');
    };
    house.script(
      id,
      "rm /bin/find; printf '#!/bin/sh\\nexec sleep 4321\\n' > /bin/find; chmod 755 /bin/find",
    );
    for (const start of [
      (signal: AbortSignal) =>
        house.files.count({ ...house.at(id, ''), paths: [house.at(id, '/d').path] }, signal),
      (signal: AbortSignal) => house.files.list({ ...house.at(id, '/d'), typed: null }, signal),
    ]) {
      const giveUp = new AbortController();
      const given = start(giveUp.signal);
      given.catch(() => undefined);
      await vi.waitFor(async () => expect(await running()).toBe(true), 10_000);
      giveUp.abort(new Error('given up'));
      await expect(given).rejects.toThrow('given up');
      expect(await running()).toBe(false);
    }
    // Also what is compared behind an upload.
    const source = path.join(house.root, 'sent');
    mkdirSync(source);
    writeFileSync(path.join(source, 'file'), 'x');
    const input = { ...house.at(id, '/d/in'), source: { from: 'grant' as const, grantId: source } };
    const task = await house.files.upload({ ...input, replace: false }, 'tester');
    await vi.waitFor(async () => expect(await running()).toBe(true), 10_000);
    house.work.cancel(task);
    await expect(house.work.run(Promise.resolve(task))).rejects.toThrow();
    expect(await running()).toBe(false);
    expect(house.script(id, 'ls -A /d/in')).toBe('file');
  });

  test('a deletion that is cancelled ends in the container too', async () => {
    const id = make('running', 'mkdir /d; echo x > /d/kept; rm /bin/rm; touch /bin/rm; chmod 755 /bin/rm');
    // As one of a large folder: it takes its time.
    house.script(id, 'printf \'#!/bin/sh\\ntouch /began; sleep 4321\\nbusybox rm "$@"\' > /bin/rm');
    const what = { ...house.at(id, ''), paths: [house.at(id, '/d').path] };
    const task = await house.files.remove(what, 'tester');
    await vi.waitFor(() => house.script(id, 'test -e /began'), 10_000);
    expect(house.script(id, 'ps -o args')).toContain('sleep 4321');
    house.work.cancel(task);
    await expect(house.work.run(Promise.resolve(task))).rejects.toMatchObject({ name: 'AbortError' });
    expect(house.script(id, 'ps -o args')).not.toMatch(/sleep 4321|bin\/rm/);
    expect(house.script(id, 'cat /d/kept')).toBe('x');
  }, 30_000);

  test('what does not run, or has no programs, says why it cannot be changed', async () => {
    for (const kind of ['stopped', 'bare'] as const) {
      const id = make(kind, 'mkdir /d; echo one > /d/notes');
      const notes = house.at(id, '/d/notes');
      await expect(house.files.rename({ ...notes, name: 'other' })).rejects.toMatchObject({
        ...{ code: 'CONFLICT', data: { reason: 'limited' } },
      });
      await expect(house.files.setMode({ ...notes, mode: 0o600 })).rejects.toMatchObject({
        code: 'CONFLICT',
      });
      const what = { ...house.at(id, ''), paths: [notes.path] };
      await expect(house.work.run(house.files.remove(what, 'tester'))).rejects.toMatchObject({
        code: 'CONFLICT',
      });
      await house.files.makeFolder({ ...house.at(id, '/d'), name: 'new' });
      expect((await list(id, '/d')).entries.map(({ name }) => name)).toEqual(['new', 'notes']);
    }
  });

  test('links and what is no folder are told apart, and a folder that is not there is no empty one', async () => {
    for (const kind of kinds) {
      const id = make(kind, 'mkdir -p /d/real; ln -s real /d/to; ln -s /nowhere /d/off; echo x > /d/file');
      const look = await house.files.look(house.at(id, '/d/to'));
      expect([look.target, look.targetFolder]).toEqual(['real', house.at(id, '/d/real').path]);
      expect((await house.files.look(house.at(id, '/d/off'))).content).toMatchObject({ type: 'none' });
      await expect(list(id, '/d/none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(list(id, '/d/file')).rejects.toMatchObject({ code: 'INVALID' });
      expect((await list(id, '/')).entries.map(({ name }) => name)).toContain('d');
      const home = await house.files.list({
        hostId: house.hostId,
        containerId: id,
        path: null,
        typed: 'd/to',
      });
      expect(home.shown).toBe('/d/real');
    }
  });

  test('a file in the memory of a container is not put where nobody sees it', async () => {
    const id = house.shell('--tmpfs', '/fast');
    const source = path.join(house.root, 'lost.txt');
    writeFileSync(source, 'x');
    const input = { ...house.at(id, '/fast'), source: { from: 'grant' as const, grantId: source } };
    await expect(
      house.work.run(house.files.upload({ ...input, replace: false }, 'tester')),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    // It can be looked into all the same.
    house.script(id, 'echo warm > /fast/here');
    expect((await house.files.look(house.at(id, '/fast/here'))).content).toMatchObject({ text: 'warm\n' });
  });

  test('links, pipes and devices of a container stay there, and nothing is written outside', async () => {
    const id = house.shell();
    house.script(
      id,
      'mkdir -p /d/in; echo x > /d/in/file; ln /d/in/file /d/in/same; ln -s /etc/passwd /d/in/abs; ln -s ../../../.. /d/in/up; mkfifo /d/in/pipe; mknod /d/in/null c 1 3',
    );
    const into = path.join(house.root, 'into');
    mkdirSync(into);
    const input = { ...house.at(id, '/d/in'), grantId: into, as: 'folder' as const };
    const result = await house.work.run(house.files.download(input, 'tester'));
    expect(result).toMatchObject({ files: 2, leftOut: 4 });
    expect(readdirSync(into, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
      'in',
      'in/file',
      'in/same',
    ]);
    expect((await house.files.look(house.at(id, '/d/in/null'))).content).toMatchObject({ type: 'none' });
  });

  test.skipIf(peers.mounts() !== null)(
    'a full disk under a container is said, and nothing is left of it',
    async () => {
      const disk = mountSmallDisk(path.join(house.root, 'small'), '1m');
      try {
        const id = house.shell('-v', `${disk.folder}:/data`);
        const source = path.join(house.root, 'big.bin');
        writeFileSync(source, randomBytes(3_000_000));
        const input = { ...house.at(id, '/data'), source: { from: 'grant' as const, grantId: source } };
        const upload = () => house.work.run(house.files.upload({ ...input, replace: false }, 'tester'));
        await expect(upload()).rejects.toMatchObject({ code: 'STORAGE', data: { reason: 'full' } });
        expect(readdirSync(disk.folder)).toEqual([]);
        await vi.waitFor(() => expect(openFilesHere()).not.toContain(source));
        disk.resize('8m');
        expect(await upload()).toMatchObject({ files: 1 });
        house.dockerd.docker('rm', '-f', id);
      } finally {
        disk.unmount();
      }
    },
  );
});
