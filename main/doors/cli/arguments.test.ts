import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readDataArgument } from '../../platform/node/arguments';
import { parseInput, parsePort, readTextFile } from './arguments';

const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-arguments-'));
afterAll(() => rmSync(folder, { recursive: true }));
const code = (expected: string) => expect.objectContaining({ code: expected });

describe('ports', () => {
  it('are whole numbers up to 65535', () => {
    expect(parsePort(undefined)).toBeUndefined();
    expect(parsePort('0')).toBe(0);
    expect(parsePort('65535')).toBe(65_535);
    for (const bad of ['', '-1', '65536', '80a', '1e3', '8477.5'])
      expect(() => parsePort(bad)).toThrow(code('INVALID'));
  });
});

describe('the input of a call', () => {
  it('is JSON or nothing', async () => {
    expect(await parseInput(undefined)).toBeUndefined();
    expect(await parseInput(' ')).toBeUndefined();
    expect(await parseInput('{"limit": 3}')).toEqual({ limit: 3 });
    await expect(parseInput('{limit: 3}')).rejects.toMatchObject({ code: 'INVALID' });
  });
});

describe('a named file', () => {
  it('has to exist, to be a file, and to be text', () => {
    const file = path.join(folder, 'project.yml');
    writeFileSync(file, 'name: Zürich\n');
    expect(readTextFile(file)).toBe('name: Zürich\n');
    expect(() => readTextFile(path.join(folder, 'no.yml'))).toThrow(code('NOT_FOUND'));
    expect(() => readTextFile(folder)).toThrow(code('INVALID'));
    writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00]));
    expect(() => readTextFile(file)).toThrow(code('INVALID'));
  });
});

describe('--data among the arguments of Electron', () => {
  it.each([
    [['electron', '.', '--data', '/d'], '/d'],
    [['electron', '--no-sandbox', '.', '--data=/d'], '/d'],
    [['electron', '.', '--data=/a', '--data', '/b'], '/b'],
    [['electron', '.', '--data'], undefined],
    [['electron', '.'], undefined],
  ])('%j means %s', (args, data) => {
    expect(readDataArgument(args)).toBe(data);
  });
});
