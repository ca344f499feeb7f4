import { expect, it } from 'vitest';
import type { RunResult } from '../process/run';
import { readCliFailure, readEnvelope } from './cli-failure';

const ended: RunResult = {
  exitCode: 0,
  exitSignal: null,
  timedOut: false,
  aborted: false,
  stdout: [],
  stderr: [],
};
const read = (change: Partial<RunResult>) => {
  const result = { ...ended, ...change };
  return readCliFailure({
    result,
    envelope: readEnvelope(result.stdout),
    python: '/opt/flare/bin/python',
    version: '2.8.1',
  });
};
const envelope = (exit_code: number, error_code: string, message: string) =>
  JSON.stringify({
    schema_version: '1',
    status: 'error',
    exit_code,
    error_code,
    message,
    hint: 'Run with -h.',
  });

// The texts are what 2.8.1, 2.9.0 and 2.7.2 printed.
it('takes a bad project for the fault of the project', () => {
  const line = envelope(
    4,
    'INVALID_ARGS',
    'Invalid arguments. — name=site 2 is ill-formatted for entity_type=client',
  );
  const error = read({ exitCode: 4, stdout: ['a builder talks', line] });
  expect(error).toMatchObject({
    code: 'INVALID',
    message: 'NVFlare refused the project: name=site 2 is ill-formatted for entity_type=client',
  });
});

it('takes the words of a version without JSON, which ends with code 0', () => {
  const error = read({
    stdout: [
      'Project yaml file: /x/project.yml.',
      '',
      'Error: name=site 2 is ill-formatted ',
      '',
      'usage: nvflare provision',
    ],
  });
  expect(error).toMatchObject({
    code: 'INVALID',
    message: 'NVFlare refused the project: name=site 2 is ill-formatted',
  });
});

it('tells a full disk, in both ways of speaking', () => {
  const full =
    'An unexpected error occurred. — Errors:\n- Exception [Errno 28] No space left on device raised during provision.';
  expect(read({ exitCode: 5, stdout: [envelope(5, 'INTERNAL_ERROR', full)] })).toMatchObject({
    code: 'STORAGE',
    message: 'The disk is full.',
  });
  expect(read({ stderr: ['OSError: [Errno 28] No space left on device'] }).code).toBe('STORAGE');
});

it.each(["[Errno 13] Permission denied: '/data/x'", "[Errno 30] Read-only file system: '/data/x'"])(
  'tells %s',
  (reason) => {
    const error = read({
      exitCode: 5,
      stdout: [envelope(5, 'INTERNAL_ERROR', `An unexpected error occurred. — ${reason}`)],
    });
    expect(error).toMatchObject({ code: 'STORAGE', message: expect.stringContaining('could not write') });
  },
);

it('takes other failures for a failure of the peer, with its last words', () => {
  const line = envelope(5, 'INTERNAL_ERROR', 'An unexpected error occurred. — Errors:\n- Exception boom');
  const error = read({ exitCode: 5, stdout: [line], stderr: ['Traceback (most recent call last):'] });
  expect(error.code).toBe('UNAVAILABLE');
  expect(error.message).toContain('Exception boom');
  expect(error.data.details).toContain('Traceback');
});

it('names the signal that ended it', () => {
  expect(read({ exitCode: null, exitSignal: 'SIGKILL' }).message).toBe(
    'NVFlare was ended from outside (signal SIGKILL).',
  );
  expect(read({ exitCode: 137 }).message).toContain('SIGKILL');
});

it('says that NVFlare is broken when one of its modules is missing', () => {
  const error = read({ exitCode: 1, stderr: ['Traceback', "ModuleNotFoundError: No module named 'grpc'"] });
  expect(error).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining("No module named 'grpc'"),
  });
  expect(error.data.hint).toContain('--force-reinstall');
});

it('does not call it success when nothing was made', () => {
  expect(read({ stdout: ['{"status":"ok","exit_code":0}'] }).message).toContain('made no kits');
  expect(read({ exitCode: 3 }).message).toContain('code 3');
});
