import { expect, it } from 'vitest';
import { decodeWsl, parseDistributions, parseWslShare } from './wsl';

const listing = 'Ubuntu-24.04\r\ndocker-desktop\r\ndocker-desktop-data\r\nDébian\r\n';

it.each([
  ['UTF-16LE as wsl.exe writes it', Buffer.from(listing, 'utf16le')],
  ['UTF-16LE with a mark at the start', Buffer.from(`\uFEFF${listing}`, 'utf16le')],
  ['UTF-8 as with WSL_UTF8', Buffer.from(listing, 'utf8')],
])('reads the names of distributions from %s', (_, bytes) => {
  expect(parseDistributions(bytes)).toEqual(['Ubuntu-24.04', 'Débian']);
});

it('reads nothing from nothing', () => {
  expect(parseDistributions(Buffer.alloc(0))).toEqual([]);
  expect(decodeWsl(Buffer.alloc(0))).toBe('');
});

it('knows a path into a distribution', () => {
  expect(parseWslShare(String.raw`\\wsl.localhost\Ubuntu\home\me\venv\bin\python`)).toEqual({
    distribution: 'Ubuntu',
    path: '/home/me/venv/bin/python',
  });
  expect(parseWslShare(String.raw`\\wsl$\Ubuntu`)).toEqual({ distribution: 'Ubuntu', path: '/' });
  expect(parseWslShare(String.raw`C:\Python312\python.exe`)).toBeNull();
  expect(parseWslShare(String.raw`\\server\share\python.exe`)).toBeNull();
});
