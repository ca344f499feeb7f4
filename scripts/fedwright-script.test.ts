import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let script: string;

/** What the installed script does, with an app that prints its arguments in place of the installed one. */
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-script-'));
  const app = path.join(folder, 'app');
  script = path.join(folder, 'fedwright');
  const text = readFileSync('packaging/linux/fedwright', 'utf8');
  expect(text).toContain('\napp=/opt/Fedwright/fedwright\n');
  writeFileSync(app, '#!/bin/sh\nprintf "%s\\n" "$@"\n');
  writeFileSync(script, text.replace('/opt/Fedwright/fedwright', app));
  chmodSync(app, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: string[]): string[] =>
  execFileSync('/bin/sh', [script, ...args], { encoding: 'utf8' })
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== '');

describe.skipIf(process.platform === 'win32')('fedwright on the PATH', () => {
  it.each([
    [[]],
    [['project.yml']],
    [['/srv/Two words/Project.YAML']],
    [['file:///srv/project.yaml']],
    [['fedwright://projects/7']],
    [['--data', '/srv/data']],
    [['--data', '/srv/data', 'a.yml', 'b.yml']],
    [['--data=/srv/data', 'fedwright://kits']],
    [['--data']],
  ])('opens the window for %j', (args) => {
    expect(run(args)).toEqual(args);
  });

  it.each([
    [['doctor']],
    [['validate', 'project.yml']],
    [['provision', 'project.yml', '--out', 'two words']],
    [['--help']],
    [['--version']],
    [['--data', '/srv/data', 'doctor']],
    [['--data', 'x.yml', 'validate', 'project.yml']],
    [['call', 'projects.list', '{"search": "*"}']],
  ])('runs a command for %j', (args) => {
    const [ozone, quiet, ...rest] = run(args);
    expect([ozone, quiet]).toEqual(['--ozone-platform=headless', '--log-level=3']);
    expect(rest.slice(rest[0] === '--no-sandbox' ? 1 : 0)).toEqual(['cli', ...args]);
  });
});
