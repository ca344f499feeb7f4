import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Dockerd } from './dockerd';
import { placeBusybox } from './engine-folder';
import { testPython } from './nvflare';

export const nvflareImage = 'fedwright-nvflare:latest';
const layout = 2;

/**
 * Gives an engine an image that has NVFlare: the environment that tests use, its Python, bash and busybox, with the
 * libraries that these load, all where they are on this machine. The tar is kept in `.cache`.
 */
export function importNvflare({ docker }: Dockerd): void {
  const environment = path.dirname(path.dirname(testPython() ?? ''));
  const tar = path.resolve('.cache', `image-${layout}-${path.basename(environment)}.tar`);
  if (!existsSync(tar)) makeTar(environment, tar);
  docker('import', '--change', `ENV PATH=${environment}/bin:/bin:/usr/bin`, tar, nvflareImage);
}

function makeTar(environment: string, target: string): void {
  const python = path.join(environment, 'bin', 'python');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fw-image-'));
  mkdirSync(path.dirname(target), { recursive: true });
  try {
    makeBase(folder);
    const stdlib = output(python, ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))']);
    const parts = [environment, ...linksOf(python), stdlib, realpathSync('/bin/bash')];
    const libraries = librariesOf([
      realpathSync(python),
      '/bin/bash',
      ...sharedObjects([environment, stdlib]),
    ]);
    const tar = `${target}.${process.pid}`;
    // What the base has installed besides is not the environment's.
    const excluded = [...leftOut, `${stdlib.slice(1)}/site-packages`].map((each) => `--exclude=${each}`);
    output('tar', ['-C', folder, '-cf', tar, '.']);
    const all = [...new Set([...parts, ...libraries])];
    // Each once: what is given twice is a hard link in a tar.
    const inRoot = all
      .filter((file) => !all.some((other) => file.startsWith(`${other}/`)))
      .map((each) => each.slice(1));
    output('tar', ['-C', '/', '-rf', tar, ...excluded, ...inRoot]);
    renameSync(tar, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A link, what it leads to, and so on to the file. */
function linksOf(file: string): string[] {
  if (!lstatSync(file).isSymbolicLink()) return [file];
  return [file, ...linksOf(path.resolve(path.dirname(file), readlinkSync(file)))];
}

/**
 * What nothing that runs a kit needs, and most of the size. Not what Python has compiled: each program of each
 * container would compile all of NVFlare anew.
 */
const leftOut = [
  ...['*.a', 'test', 'tests', 'idlelib', 'tkinter', 'ensurepip', 'config-3*', 'complete'],
  ...['lib2to3', 'turtledemo', 'pip'],
];

/** The folders that a system has, and the programs of busybox. */
function makeBase(folder: string): void {
  for (const name of ['bin', 'tmp', 'etc', 'root', 'proc', 'sys', 'dev', 'usr/bin'])
    mkdirSync(path.join(folder, name), { recursive: true });
  // As on this machine, where `/lib` may be a link to `/usr/lib`.
  for (const name of ['lib', 'lib64'])
    if (lstatSync(`/${name}`, { throwIfNoEntry: false })?.isSymbolicLink())
      symlinkSync(readlinkSync(`/${name}`), path.join(folder, name));
  writeFileSync(path.join(folder, 'etc', 'passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  writeFileSync(path.join(folder, 'etc', 'group'), 'root:x:0:\n');
  writeFileSync(path.join(folder, 'etc', 'nsswitch.conf'), 'hosts: files dns\n');
  placeBusybox(folder, ['bash']);
  symlinkSync(realpathSync('/bin/bash'), path.join(folder, 'bin', 'bash'));
}

function sharedObjects(folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.so(\.\d+)*$/.test(name))
      .map((name) => path.join(folder, name)),
  );
}

/** Every library that these load, by the paths where the loader finds them. */
function librariesOf(files: string[]): string[] {
  const { stdout } = spawnSync('ldd', files, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const found = [...stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map((match) => match[1] ?? '');
  return [...new Set(found)]
    .flatMap(linksOf)
    .map((file) => path.join(realpathSync(path.dirname(file)), path.basename(file)));
}

function output(program: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${program} failed: ${stderr.slice(0, 2000)}`);
  return stdout.trim();
}
