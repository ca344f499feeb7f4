import { expect, it } from 'vitest';
import { toCandidate } from './candidate';
import type { Interpreter } from './interpreter';
import { readProbe } from './probe';

const found = {
  python: '3.12.1',
  executable: '/opt/flare/bin/python',
  prefix: '/opt/flare',
  nvflare: '2.8.1',
  watched: [],
  hasVenv: true,
};
const ended = { failure: 'the last line of standard error', timedOut: false, exit: 'code 1' };
const lines = (...parts: object[]) => parts.map((part) => JSON.stringify(part));
const onPath: Interpreter = { source: 'path', python: '/usr/bin/python3', distribution: null };
const judge = (stdout: string[], how = ended, interpreter = onPath) =>
  toCandidate(interpreter, readProbe(stdout, how));

it('tells a usable one from one that does not start', () => {
  expect(judge(lines(found, { importError: null }))).toMatchObject({
    state: 'ok',
    python: '/opt/flare/bin/python',
  });
  const broken = judge(lines(found, { importError: "ModuleNotFoundError: No module named 'grpc'" }));
  expect(broken).toMatchObject({
    state: 'broken',
    message: expect.stringContaining("No module named 'grpc'"),
  });
  expect(broken.hint).toContain('--force-reinstall nvflare==2.8.1');
});

it('knows an import that ended the interpreter', () => {
  const candidate = judge(lines(found), { ...ended, exit: 'SIGSEGV' });
  expect(candidate).toMatchObject({ state: 'broken', message: expect.stringContaining('SIGSEGV') });
});

it('says that a version is too old even when it does not start', () => {
  const old = judge(lines({ ...found, nvflare: '2.5.0' }, { importError: 'ImportError: x' }));
  expect(old).toMatchObject({ state: 'too-old', hint: expect.stringContaining('2.8 and 2.9') });
});

it('knows a Python without NVFlare, and what is no Python', () => {
  expect(judge(lines({ ...found, nvflare: null })).state).toBe('no-nvflare');
  const none = judge(['usage: something else'], ended);
  expect(none).toMatchObject({ state: 'no-python', message: expect.stringContaining(ended.failure) });
  expect(none.hint).not.toBe('');
});

it('asks again after a time-out, and only then', () => {
  expect(readProbe([], { ...ended, timedOut: true })).toMatchObject({ again: true });
  expect(readProbe(lines(found), { ...ended, timedOut: true })).toMatchObject({ again: true });
  expect(readProbe([], ended)).toMatchObject({ again: false });
});

it('says of its own environment that it should be installed anew', () => {
  const own: Interpreter = { ...onPath, source: 'own' };
  expect(judge([], ended, own)).toMatchObject({
    state: 'broken',
    hint: expect.stringContaining('Install NVFlare anew'),
  });
  expect(judge(lines({ ...found, nvflare: null }), ended, own).hint).toContain('anew');
});
