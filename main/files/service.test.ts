import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFiles } from './service';

const root = mkdtempSync(path.join(os.tmpdir(), 'fedwright-files-'));
beforeAll(() => {
  mkdirSync(path.join(root, 'inner'));
  writeFileSync(path.join(root, 'taken.zip'), '');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const files = createFiles({ dialogs: null });
const folder = files.grantPath(root, 'folder');

it('walks from one listed folder to the next', () => {
  const { grant, entries } = files.browse({ from: folder.id, enter: 'inner' });
  expect(grant.path).toBe(path.join(root, 'inner'));
  expect(entries).toEqual([]);
  expect(files.browse({ from: grant.id, enter: '..' }).grant.path).toBe(root);
});

it('goes where a typed path leads, and takes what it names there', () => {
  const at = (typed: string, kind: 'file' | 'folder' | 'save' = 'file') => {
    const { grant, named } = files.browse({ from: folder.id, enter: null, path: typed, kind });
    return [grant.path, named];
  };
  expect(at(path.join(root, 'inner'))).toEqual([path.join(root, 'inner'), null]);
  expect(at(' inner/../taken.zip ')).toEqual([root, 'taken.zip']);
  expect(at('inner/new.zip', 'save')).toEqual([path.join(root, 'inner'), 'new.zip']);
  expect(at('~')).toEqual([os.homedir(), null]);
  expect(() => at('inner/new.zip')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  expect(() => at('taken.zip', 'folder')).toThrow(expect.objectContaining({ code: 'INVALID' }));
  for (const typed of ['no/where/new.zip', 'taken.zip/new.zip', 'x\0y', 'x'.repeat(4096)])
    expect(() => at(typed, 'save'), typed).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/INVALID|NOT_FOUND/) }),
    );
});

it('lists what begins with a dot on demand, and where such a one was named', () => {
  mkdirSync(path.join(root, '.ssh'));
  writeFileSync(path.join(root, '.profile'), '');
  const names = (change: object) =>
    files.browse({ from: folder.id, enter: null, ...change }).entries.map(({ name }) => name);
  expect(names({})).toEqual(['inner', 'taken.zip']);
  expect(names({ hidden: true })).toEqual(['.ssh', 'inner', '.profile', 'taken.zip']);
  expect(names({ path: '.profile', kind: 'file' })).toContain('.profile');
});

it('lists a folder in which a link leads in a circle', () => {
  symlinkSync('round', path.join(root, 'inner', 'round'));
  expect(files.browse({ from: folder.id, enter: 'inner' }).entries).toEqual([
    { name: 'round', kind: 'other' },
  ]);
});

it.each(['', '.', 'a/b', '../x', '/etc', 'x\0y'])('takes no path for a name: %j', (name) => {
  expect(() => files.grantChild(folder.id, name, 'file')).toThrow(
    expect.objectContaining({ code: 'INVALID' }),
  );
  expect(() => files.browse({ from: folder.id, enter: name })).toThrow();
});

it('gives nothing for an id that it did not give, or for another kind', () => {
  expect(() => files.resolve('made-up', 'file')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  expect(() => files.resolve(folder.id, 'save')).toThrow(expect.objectContaining({ code: 'INVALID' }));
});

it('grants a new file to save to, but none that is there', () => {
  const save = files.grantChild(folder.id, 'new.zip', 'save');
  expect(files.resolve(save.id, 'save')).toBe(path.join(root, 'new.zip'));
  expect(() => files.grantChild(folder.id, 'taken.zip', 'save')).toThrow(
    expect.objectContaining({ code: 'CONFLICT' }),
  );
});

it('lists nothing where the system has dialogs: a page there could otherwise reach every file', async () => {
  const chosen = path.join(root, 'taken.zip');
  const native = createFiles({ dialogs: { choose: async () => chosen } });
  const grant = await native.choose({ kind: 'file', title: 'Choose' });
  expect(native.resolve(grant?.id ?? '', 'file')).toBe(chosen);
  expect(() => native.browse({ from: null, enter: null })).toThrow(
    expect.objectContaining({ code: 'FORBIDDEN' }),
  );
  const listed = native.grantPath(root, 'folder');
  expect(() => native.grantChild(listed.id, 'taken.zip', 'file')).toThrow(
    expect.objectContaining({ code: 'FORBIDDEN' }),
  );
});

it.each(['taken.zip', 'x'.repeat(255), `${'x'.repeat(200)}é`.repeat(2)])(
  'says that %j is no folder',
  (enter) => {
    expect(() => files.browse({ from: folder.id, enter })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/INVALID|NOT_FOUND/) }),
    );
  },
);
