import type { TargetPlatform } from '../../preload/contract/runtime';
import type { Target } from './markers';

interface Platform {
  sysPlatform: Target['sysPlatform'];
  machine: string;
  /** Kinds of wheels that run there, as pip names them; newest first. */
  wheels: string[];
  /** What uv calls a CPython for it. */
  uvKey: string;
  /** How the archive of that CPython names the system. */
  triple: string;
}

/** glibc 2.28 and newer: RHEL 8, Debian 10, Ubuntu 20.04. pip adds what is older than manylinux2014 itself. */
const manylinux = (machine: string): string[] =>
  ['_2_28', '_2_27', '_2_26', '_2_24', '_2_17', '2014'].map((kind) => `manylinux${kind}_${machine}`);

const platforms: Record<TargetPlatform, Platform> = {
  'linux-x64': {
    ...{ sysPlatform: 'linux', machine: 'x86_64', wheels: manylinux('x86_64') },
    ...{ uvKey: 'linux-x86_64-gnu', triple: 'x86_64-unknown-linux-gnu' },
  },
  'linux-arm64': {
    ...{ sysPlatform: 'linux', machine: 'aarch64', wheels: manylinux('aarch64') },
    ...{ uvKey: 'linux-aarch64-gnu', triple: 'aarch64-unknown-linux-gnu' },
  },
  'mac-x64': {
    ...{ sysPlatform: 'darwin', machine: 'x86_64', wheels: ['macosx_14_0_x86_64'] },
    ...{ uvKey: 'macos-x86_64-none', triple: 'x86_64-apple-darwin' },
  },
  'mac-arm64': {
    ...{ sysPlatform: 'darwin', machine: 'arm64', wheels: ['macosx_14_0_arm64'] },
    ...{ uvKey: 'macos-aarch64-none', triple: 'aarch64-apple-darwin' },
  },
  'windows-x64': {
    ...{ sysPlatform: 'win32', machine: 'AMD64', wheels: ['win_amd64'] },
    ...{ uvKey: 'windows-x86_64-none', triple: 'x86_64-pc-windows-msvc' },
  },
};

/** The Python that Fedwright fetches where there is none: one that all packages have ready-made builds for. */
export const managedPython = '3.12.16';

export const minorOf = (python: string): string => python.split('.').slice(0, 2).join('.');

/** What this computer is among the platforms; null for one that nothing is prepared for. */
export function platformHere(platform: NodeJS.Platform, arch: string = process.arch): TargetPlatform | null {
  const system = { linux: 'linux', darwin: 'mac', win32: 'windows' }[String(platform)];
  const name = `${system}-${arch}`;
  return name in platforms ? (name as TargetPlatform) : null;
}

export const targetOf = (platform: TargetPlatform, python: string): Target => ({
  sysPlatform: platforms[platform].sysPlatform,
  machine: platforms[platform].machine,
  python,
});

export const uvKeyOf = (platform: TargetPlatform, python: string): string =>
  `cpython-${python}-${platforms[platform].uvKey}`;

/** Whether a file is a Python for this platform, as uv keeps it. */
export const isArchiveFor = (fileName: string, platform: TargetPlatform): boolean =>
  fileName.includes(`-${platforms[platform].triple}-`) && /\.tar\.(gz|zst)$/.test(fileName);

/** Tells pip to choose files for another computer than this one. */
export function pipTargetFlags(platform: TargetPlatform, python: string): string[] {
  const minor = minorOf(python);
  const abi = `cp${minor.replace('.', '')}`;
  return [
    ...platforms[platform].wheels.flatMap((name) => ['--platform', name]),
    ...['--python-version', minor, '--implementation', 'cp'],
    ...[abi, 'abi3', 'none'].flatMap((name) => ['--abi', name]),
  ];
}

/** Whether a wheel, by its name, is for this platform and Python. Coarse in glibc and macOS, which pip looks at. */
export function fits(fileName: string, platform: TargetPlatform, python: string): boolean {
  const [pythons = '', abis = '', systems = ''] = fileName
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-3);
  const minor = Number(minorOf(python).split('.')[1]);
  const isPython = pythons.split('.').some((tag) => {
    if (tag === 'py3') return true;
    const [, number] = /^(?:cp|py)3(\d+)$/.exec(tag) ?? [];
    if (number === undefined) return false;
    const open = abis.split('.').some((abi) => abi === 'abi3' || abi === 'none');
    return open ? Number(number) <= minor : Number(number) === minor && abis === `cp3${minor}`;
  });
  return isPython && systems.split('.').some((tag) => isSystem(tag, platforms[platform]));
}

function isSystem(tag: string, { sysPlatform, machine }: Platform): boolean {
  if (tag === 'any') return true;
  if (sysPlatform === 'win32') return tag === 'win_amd64';
  if (sysPlatform === 'darwin')
    return tag.startsWith('macosx_') && (tag.endsWith(`_${machine}`) || tag.endsWith('_universal2'));
  return /^(many)?linux/.test(tag) && tag.endsWith(`_${machine}`);
}
