import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listTree, tightenTree } from './tree';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'fw-tree-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it.skipIf(process.platform === 'win32')(
  'tightens what is below, and tells how it is afterwards',
  async () => {
    const startup = path.join(root, 'startup');
    mkdirSync(startup);
    chmodSync(startup, 0o755);
    writeFileSync(path.join(startup, 'client.key'), 'key');
    chmodSync(path.join(startup, 'client.key'), 0o644);
    writeFileSync(path.join(startup, 'start.sh'), '#!/bin/sh');
    chmodSync(path.join(startup, 'start.sh'), 0o755);
    const outside = path.join(root, 'outside');
    writeFileSync(outside, '');
    symlinkSync(outside, path.join(startup, 'link'));
    const entries = await tightenTree(root);
    const modes = entries.map(({ path: file, mode, kind }) => `${file} ${kind} ${mode.toString(8)}`);
    expect(modes).toEqual([
      'outside file 600',
      'startup directory 700',
      'startup/client.key file 600',
      expect.stringMatching(/^startup\/link other /),
      'startup/start.sh file 700',
    ]);
    expect(entries).toEqual(listTree(root));
    expect(statSync(root).mode & 0o777).toBe(0o700);
  },
);
