import { ORPCError } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { AppError, conflict, invalid, notFound } from '../../errors';
import { describeError, exitCodeOf } from './exit';

const fsError = (code: string) => Object.assign(new Error(`${code}: it failed`), { code, path: '/x' });

describe('exit codes', () => {
  it.each([
    [invalid('No.', 'Do this.'), 2],
    [new ORPCError('BAD_REQUEST', { data: { issues: [] } }), 2],
    [new AppError('FORBIDDEN', 'No.', { hint: 'Ask.' }), 3],
    [notFound('This'), 4],
    [conflict('Taken.', 'Choose another.'), 4],
    [new AppError('UNAVAILABLE', 'No Python.', { hint: 'Install it.' }), 5],
    [fsError('ENOSPC'), 5],
    [new Error('surprise'), 5],
    ['a thrown text', 5],
  ])('of %s is %i', (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

describe('errors as JSON', () => {
  it('have code, message, hint and data', () => {
    const error = new AppError('UNAVAILABLE', 'No Python.', {
      hint: 'Install it.',
      details: 'python3: not found',
    });
    expect(describeError(error)).toEqual({
      code: 'UNAVAILABLE',
      message: 'No Python.',
      hint: 'Install it.',
      data: { details: 'python3: not found' },
    });
  });

  it('are the same when they come through a call', () => {
    const error = new ORPCError('CONFLICT', {
      defined: true,
      message: 'Taken.',
      data: { hint: 'Choose another.' },
    });
    expect(describeError(error)).toEqual({
      code: 'CONFLICT',
      message: 'Taken.',
      hint: 'Choose another.',
      data: {},
    });
  });

  it('name the fields of input that has another form', () => {
    const issues = [{ message: 'expected string', path: ['projectId'] }];
    expect(describeError(new ORPCError('BAD_REQUEST', { data: { issues } }))).toMatchObject({
      code: 'INVALID',
      hint: 'projectId: expected string',
      data: { problems: [{ field: 'projectId', message: 'expected string' }] },
    });
  });
});
