// Writes resources/python/locks: for each NVFlare that Fedwright installs, every package by version and hash, for
// all systems and Pythons at once; and the same for uv. Needs uv on the PATH:
//   node scripts/lock-nvflare.mjs 2.9.0 2.8.1
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const folder = path.resolve('resources/python/locks');
// Wheels alone: building a package would run code that no hash covers, and need tools that people lack.
const flags = [
  ...['--universal', '--python-version', '3.10', '--generate-hashes', '--only-binary', ':all:'],
  ...['--no-annotate', '--no-header', '--no-emit-index-url', '--no-config', '--quiet'],
];

// The newest of these have no wheel for Macs with Intel any more: those get the last that has, all others the newest.
const intelMac = "sys_platform == 'darwin' and platform_machine == 'x86_64'";
const others = "sys_platform != 'darwin' or platform_machine != 'x86_64'";
const limits = [`cryptography<49 ; ${intelMac}`, `cryptography>=50 ; ${others}`];

function lock(requirements, file) {
  execFileSync('uv', ['pip', 'compile', ...flags, '-', '-o', path.join(folder, file)], {
    input: `${requirements.join('\n')}\n`,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
}

const versions = process.argv.slice(2);
if (versions.length === 0) throw new Error('Name the versions of NVFlare to lock.');
for (const version of versions) lock([`nvflare==${version}`, ...limits], `nvflare-${version}.txt`);
const uv = /uv (\S+)/.exec(execFileSync('uv', ['--version'], { encoding: 'utf8' }))?.[1];
lock([`uv==${uv}`], 'uv.txt');
