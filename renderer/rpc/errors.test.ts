import { ORPCError } from '@orpc/client';
import { expect, it } from 'vitest';
import { ConnectionLostError } from './connection';
import { hasCode, toProblem } from './errors';

it("shows a contract error with what to do and the peer's words", () => {
  const error = new ORPCError('UNAVAILABLE', {
    message: 'NVFlare did not start.',
    data: { hint: 'Install it anew.', details: 'exit 1' },
  });
  expect(toProblem(error)).toEqual({
    code: 'UNAVAILABLE',
    message: 'NVFlare did not start.',
    hint: 'Install it anew.',
    details: 'exit 1',
  });
  expect(hasCode(error, 'UNAVAILABLE')).toBe(true);
  expect(hasCode(new Error('x'), 'UNAVAILABLE')).toBe(false);
});

it('names the fields of refused input', () => {
  const data = { issues: [{ path: ['participants', 2, 'name'], message: 'Too long' }] };
  const report = toProblem(new ORPCError('BAD_REQUEST', { message: 'Input validation failed', data }));
  expect(report.code).toBe('INVALID');
  expect(report.hint).toBe('participants.2.name: Too long');
});

it('tells a lost connection from a bug', () => {
  expect(toProblem(new ConnectionLostError()).code).toBe('DISCONNECTED');
  expect(toProblem(new Error('Cannot send message, WebSocket is not open.')).code).toBe('DISCONNECTED');
  expect(toProblem(new TypeError('x is undefined')).code).toBe('UNEXPECTED');
  expect(toProblem('a text').message).toBe('Something unexpected happened.');
});
