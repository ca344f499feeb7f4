import { expect, it } from 'vitest';
import { howToGetPython, howToGetVenv } from './python-hint';

it.each([
  ['ID=debian\n', 'apt install python3 python3-venv'],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', 'apt install'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'dnf install'],
  ['ID="opensuse-leap"\n', 'zypper install'],
  ['ID=arch\n', 'pacman -S'],
  ['', 'from your distribution'],
])('names the command for %j', (release, command) => {
  expect(howToGetPython('linux', release)).toContain(command);
});

it('names the package of that Python on Debian', () => {
  expect(howToGetVenv('linux', '3.11.2', 'ID=debian')).toContain('python3.11-venv');
});

it('knows Windows and macOS', () => {
  expect(howToGetPython('win32')).toContain('winget');
  expect(howToGetPython('darwin')).toContain('brew');
});
