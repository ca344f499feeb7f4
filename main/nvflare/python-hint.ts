import { readFileSync } from 'node:fs';

/** What to do so that this computer has a Python that can make environments. One sentence or two. */
export function howToGetPython(platform: NodeJS.Platform, release = readRelease(platform)): string {
  if (platform === 'darwin')
    return 'Install Python 3.12 from python.org, or with Homebrew: brew install python@3.12. Then try again.';
  if (platform === 'win32')
    return 'Install Python 3.12 from python.org, or run: winget install Python.Python.3.12. Then try again.';
  return `${linuxHint(release)} Then try again.`;
}

/** For a Python that is there but lacks the parts that make environments, as Debian ships it. */
export function howToGetVenv(
  platform: NodeJS.Platform,
  pythonVersion: string,
  release = readRelease(platform),
): string {
  const [major, minor] = pythonVersion.split('.');
  if (isLike(release, 'debian'))
    return `Run: sudo apt install python${major}.${minor}-venv (or python3-venv). Then try again.`;
  return howToGetPython(platform, release);
}

function linuxHint(release: string): string {
  if (isLike(release, 'debian')) return 'Run: sudo apt install python3 python3-venv.';
  if (isLike(release, 'fedora') || isLike(release, 'rhel')) return 'Run: sudo dnf install python3.12.';
  if (isLike(release, 'suse')) return 'Run: sudo zypper install python312.';
  if (isLike(release, 'arch')) return 'Run: sudo pacman -S python.';
  return 'Install Python 3.10 to 3.14 with its venv module from your distribution.';
}

/** ID and ID_LIKE of os-release name the family: `debian`, `rhel fedora`, … */
function isLike(release: string, family: string): boolean {
  const named = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].map((match) => match[1]).join(' ');
  return named
    .split(/\s+/)
    .some((name) => name === family || name.startsWith(`${family}-`) || isSuse(name, family));
}

/** openSUSE calls itself `opensuse-leap`, like `suse opensuse`. */
const isSuse = (name: string, family: string): boolean => family === 'suse' && name.startsWith('opensuse');

function readRelease(platform: NodeJS.Platform): string {
  if (platform !== 'linux') return '';
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
