import { expect, it } from 'vitest';
import path from 'node:path';
import { interpretersInLook } from './discovery';
import { findPrograms, interpreterOfScript, parseShebang, searchFolders } from './search-path';
import { bareMachine, createFolder, writeProgram } from './test-bench';

it.each([
  ['#!/opt/flare/bin/python3\n# -*- coding', '/opt/flare/bin/python3'],
  ['#!/opt/flare/bin/python3.12\r\n', '/opt/flare/bin/python3.12'],
  [
    `#!/bin/sh\n'''exec' "/home/me/my envs/flare/bin/python" "$0" "$@"\n' '''`,
    '/home/me/my envs/flare/bin/python',
  ],
  [`#!/bin/sh\n'''exec' /a/very/long/path/bin/python3 "$0" "$@"\n' '''`, '/a/very/long/path/bin/python3'],
  ['#!/usr/bin/env bash\nset -e', null],
  ['', null],
])('finds the Python in %j', (start, python) => {
  expect(parseShebang(start)).toBe(python);
});

it.skipIf(process.platform === 'win32')(
  'finds programs in the order of PATH, but not what cannot be run',
  async () => {
    using place = createFolder();
    const [first, second, third] = ['a', 'b', 'c'].map((name) =>
      path.join(place.folder, name, 'nvflare'),
    ) as [string, string, string];
    writeProgram(first, '#!/one/bin/python');
    writeProgram(third, '#!/three/bin/python');
    const machine = bareMachine(place.folder, [
      path.dirname(third),
      path.dirname(second),
      path.dirname(first),
    ]);
    expect(await findPrograms(machine, 'nvflare')).toEqual([third, first]);
    expect(await interpreterOfScript(third, 'linux')).toBe('/three/bin/python');
  },
);

it('also looks where a program that was started from a desktop would not', () => {
  expect(
    searchFolders({ platform: 'linux', env: { PATH: '/usr/bin', HOME: '/home/me' }, wsl: null }),
  ).toEqual(['/usr/bin', '/home/me/.local/bin', '/home/me/.pyenv/shims']);
  const mac = searchFolders({ platform: 'darwin', env: { PATH: '/usr/bin', HOME: '/Users/me' }, wsl: null });
  expect(mac).toContain('/opt/homebrew/bin');
  const env = { Path: String.raw`C:\Windows;C:\Tools`, LOCALAPPDATA: String.raw`C:\Users\me\AppData\Local` };
  const windows = searchFolders({ platform: 'win32', env, wsl: null });
  expect(windows.slice(0, 2)).toEqual([String.raw`C:\Windows`, String.raw`C:\Tools`]);
  expect(windows).toContain(String.raw`C:\Users\me\AppData\Local\Programs\Python\Python312`);
});

it('reads the look inside a distribution', () => {
  const script = ['#!/home/me/flare/bin/python3', '# -*- coding: utf-8 -*-'];
  expect(interpretersInLook(['/usr/bin/python3', ...script])).toEqual([
    '/home/me/flare/bin/python3',
    '/usr/bin/python3',
  ]);
  expect(interpretersInLook(['Welcome to Ubuntu', '/usr/bin/python3'])).toEqual(['/usr/bin/python3']);
  expect(interpretersInLook([])).toEqual([]);
});
