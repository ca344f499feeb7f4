import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { attachment, securityHeaders } from './headers';
import { readStatic, resolveInside } from './static-files';

const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-page-'));
const root = path.join(folder, 'renderer');
mkdirSync(path.join(root, 'assets'), { recursive: true });
writeFileSync(path.join(root, 'index.html'), '<!doctype html>');
writeFileSync(path.join(root, 'assets', 'index-1.js'), 'export {}');
writeFileSync(path.join(root, 'notes.txt'), 'not a page');
writeFileSync(path.join(folder, 'secret.json'), '{}');
afterAll(() => rmSync(folder, { recursive: true }));

describe('files of the page', () => {
  it('serves the page fresh and its assets for good', async () => {
    const page = await readStatic(root, '/');
    expect(page?.headers).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    const script = await readStatic(root, '/assets/index-1.js');
    expect(script?.headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/..%2f..%2fsecret.json',
    '/..%5csecret.json',
    '/%00/index.html',
    '/%',
    '/assets',
    '/notes.txt',
    '/nothing.js',
  ])('has nothing at %s', async (pathname) => {
    expect(await readStatic(root, pathname)).toBeNull();
  });

  it('never leads out of its folder', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('..', '.', 'a', '%2e', '%2f', '/', '\\', '%00', '%5c'), { maxLength: 12 }),
        (parts) => {
          const file = resolveInside(root, `/${parts.join('')}`);
          expect(file === null || file.startsWith(root + path.sep)).toBe(true);
        },
      ),
    );
  });
});

describe('headers', () => {
  it('allow no script but our own', () => {
    const policy = securityHeaders(['ws://127.0.0.1:1'])['content-security-policy'];
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:1;");
    expect(policy).not.toContain('unsafe-eval');
  });

  it('name a download whatever its name is', () => {
    expect(attachment('Zürich "1".zip')).toBe(
      `attachment; filename="Z_rich__1_.zip"; filename*=UTF-8''Z%C3%BCrich%20%221%22.zip`,
    );
  });
});
