import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommand, readRequests, routeOfLink } from './requests';

describe('links of the app', () => {
  it.each([
    ['fedwright://', '/'],
    ['fedwright:///', '/'],
    ['fedwright://projects', '/projects'],
    ['fedwright://kits/', '/kits'],
    ['fedwright://projects/8f0c-1', '/projects/8f0c-1'],
    ['FEDWRIGHT://runs/r1', '/runs/r1'],
    ['fedwright://deployments', '/deployments'],
    ['fedwright://local-federations', '/local-federations'],
    ['fedwright://terminals', null],
    ['fedwright://projects?new=1', null],
    ['fedwright://projects/../settings', null],
    ['fedwright://projects/a/b', null],
    ['fedwright://projects/a#/settings', null],
    ['fedwright://nowhere', null],
    ['fedwright:projects', null],
    ['https://example.org/projects', null],
  ])('%s leads to %s', (link, route) => {
    expect(routeOfLink(link)).toBe(route);
  });
});

describe('what a process was started with', () => {
  const cwd = path.resolve('/work');

  it.each([
    [['project.yml'], [{ kind: 'file', file: path.join(cwd, 'project.yml') }]],
    [['--no-sandbox', 'a/b.YAML'], [{ kind: 'file', file: path.join(cwd, 'a', 'b.YAML') }]],
    [['fedwright://kits'], [{ kind: 'route', route: '/kits' }]],
    [['--data', 'data.yml'], []],
    [['--file=project.yml', 'notes.txt', 'https://example.org/project.yml'], []],
    [[], []],
  ])('%j asks for %j', (args, requests) => {
    expect(readRequests(args, cwd)).toEqual(requests);
  });

  it.skipIf(process.platform === 'win32')('may name a file by its URL, as desktops do', () => {
    expect(readRequests(['file:///srv/my%20study/project.yml'], cwd)).toEqual([
      { kind: 'file', file: '/srv/my study/project.yml' },
    ]);
  });
});

describe('a command', () => {
  it.each([
    [['fedwright', 'cli', 'doctor', '--json'], true, ['doctor', '--json']],
    [['fedwright', '--no-sandbox', '--log-level=3', 'cli'], true, []],
    [['fedwright', 'doctor'], true, null],
    [['fedwright', '--data', 'cli'], true, null],
    [['fedwright', 'project.yml', 'cli'], true, null],
    [['fedwright'], true, null],
    [['electron', '--no-sandbox', '.', 'cli', 'doctor'], false, ['doctor']],
    [['electron', 'cli', 'doctor'], false, null],
  ])('of %j (installed: %s) is %j', (argv, packaged, args) => {
    expect(readCommand(argv, packaged)).toEqual(args);
  });
});
