import { expect, test } from 'vitest';
import { startedFile } from './start-again';

const image = { APPIMAGE: '/home/you/Fedwright.AppImage', APPDIR: '/tmp/.mount_Fedwri1' };
const portable = { PORTABLE_EXECUTABLE_FILE: '/apps/Fedwright-portable.exe' };

test.each([
  ['an AppImage', image, '/tmp/.mount_Fedwri1/fedwright', image.APPIMAGE],
  ['a deb that was started out of another AppImage', image, '/opt/Fedwright/fedwright', null],
  [
    'a portable program',
    portable,
    '/temporary/nsa1.tmp/app/Fedwright.exe',
    portable.PORTABLE_EXECUTABLE_FILE,
  ],
  ['an installed one that was started out of a portable one', portable, '/programs/Fedwright.exe', null],
  ['any other', {}, '/opt/Fedwright/fedwright', null],
])('%s is started again by the file that a person starts', (_, env, execPath, file) => {
  expect(startedFile(env, { execPath, temporary: '/temporary' })).toBe(file);
});
