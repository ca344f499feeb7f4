import { expect, test } from 'vitest';
import { carriesBytes } from './wire-bytes';

test('an event with bytes is told from one without, and from what is no event', () => {
  expect(carriesBytes({ event: 'message', data: { json: { offset: 0, bytes: new Uint8Array(3) } } })).toBe(
    true,
  );
  for (const other of [
    { event: 'message', data: { json: { type: 'state' } } },
    { event: 'message', data: { json: { bytes: 'text' } } },
    { event: 'message', data: { json: null } },
    { event: 'done', data: undefined },
    { status: 200, headers: {}, body: { json: { bytes: new Uint8Array(3) } } },
    undefined,
  ])
    expect(carriesBytes(other)).toBe(false);
});
