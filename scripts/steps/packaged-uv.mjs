import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { cache, root } from './paths.mjs';
import { say } from './say.mjs';

const lock = path.join(root, 'resources', 'python', 'locks', 'uv.txt');

/** What electron-builder packages on each system, by its names, and the wheels of uv that run there, by pip's. */
const targets = {
  linux: {
    x64: ['manylinux_2_28_x86_64', 'manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
    arm64: ['manylinux_2_28_aarch64', 'manylinux_2_17_aarch64', 'manylinux2014_aarch64'],
  },
  mac: { x64: ['macosx_14_0_x86_64'], arm64: ['macosx_14_0_arm64'] },
  win: { x64: ['win_amd64'], arm64: ['win_arm64'] },
};

/** The processors that are packaged for: those that the arguments name, or what electron-builder.yml does by itself. */
function processors(os) {
  const named = Object.keys(targets[os] ?? {}).filter((arch) => process.argv.includes(`--${arch}`));
  if (named.length > 0) return named;
  return os === 'mac' ? ['x64', 'arm64'] : [process.arch];
}

/**
 * Fetches the uv of the lock for each processor that is packaged for, into .cache/uv/<os>-<arch>, where
 * electron-builder.yml takes it from. pip fetches it, from the index that it is configured for, and compares its
 * sum. What cannot be had is said, and packaged without.
 */
export async function fetchPackagedUv(platform = process.platform) {
  const os = { linux: 'linux', darwin: 'mac', win32: 'win' }[platform];
  const [, version] = /^uv==(\S+)/m.exec(readFileSync(lock, 'utf8')) ?? [];
  const python = ['python3', 'python'].find(
    (name) => spawnSync(name, ['-m', 'pip', '--version']).status === 0,
  );
  for (const arch of processors(os)) {
    const wheels = targets[os]?.[arch];
    if (!wheels) continue;
    const folder = path.join(cache, 'uv', `${os}-${arch}`);
    const done = path.join(folder, 'version');
    if (existsSync(done) && readFileSync(done, 'utf8') === version) continue;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const problem = python
      ? await fetchOne({ python, wheels, folder, os })
      : 'there is no Python with pip here.';
    if (problem === null) writeFileSync(done, version ?? '');
    else
      say(
        `uv ${version} for ${os} ${arch} is not in the package: ${problem} The app then fetches it itself.`,
      );
  }
}

/** Resolves to null, or to what went wrong. */
async function fetchOne({ python, wheels, folder, os }) {
  const scratch = mkdtempSync(path.join(folder, 'fetch-'));
  const flags = ['--require-hashes', '--no-deps', '--only-binary', ':all:', '--disable-pip-version-check'];
  const platforms = wheels.flatMap((name) => ['--platform', name]);
  const { status, stderr } = spawnSync(
    python,
    ['-m', 'pip', 'download', '--quiet', ...flags, ...platforms, '--dest', scratch, '-r', lock],
    { encoding: 'utf8', timeout: 300_000 },
  );
  const wheel = readdirSync(scratch).find((name) => name.endsWith('.whl'));
  if (status === 0 && wheel) await unpack(path.join(scratch, wheel), folder, os === 'win' ? 'uv.exe' : 'uv');
  rmSync(scratch, { recursive: true, force: true });
  if (status === 0 && wheel) return null;
  return stderr.trim().split('\n').at(-1) || 'pip could not fetch it.';
}

async function unpack(wheel, folder, program) {
  const reader = new ZipReader(new Uint8ArrayReader(readFileSync(wheel)), { useWebWorkers: false });
  const entries = await reader.getEntries();
  const entry = entries.find(({ filename }) => filename.endsWith(`/scripts/${program}`));
  const file = path.join(folder, program);
  writeFileSync(file, await entry.getData(new Uint8ArrayWriter()));
  chmodSync(file, 0o755);
  await reader.close();
}
