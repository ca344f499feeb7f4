import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findResources, findRoot } from './resources';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-resources-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Lays out an app and its resources, and resolves to where its chunks are. */
function layOut(app: string, resources: string): string {
  const chunks = path.join(folder, app, 'out', 'main', 'chunks');
  mkdirSync(chunks, { recursive: true });
  mkdirSync(path.join(folder, resources, 'migrations'), { recursive: true });
  writeFileSync(path.join(folder, app, 'package.json'), '{}');
  return chunks;
}

describe('the files that come with the app', () => {
  it('are in the repository', () => {
    const chunks = layOut('.', 'resources');
    expect(findRoot(chunks)).toBe(folder);
    expect(findResources(chunks)).toBe(path.join(folder, 'resources'));
  });

  it('are beside the archive of an installed app', () => {
    const chunks = layOut('resources/app.asar', 'resources');
    expect(findRoot(chunks)).toBe(path.join(folder, 'resources', 'app.asar'));
    expect(findResources(chunks)).toBe(path.join(folder, 'resources'));
  });

  it('are missed in words', () => {
    const chunks = layOut('.', 'elsewhere');
    expect(() => findResources(chunks)).toThrow('no resources');
  });

  it('are found from the sources', () => {
    expect(findResources()).toBe(path.join(findRoot(), 'resources'));
  });
});
