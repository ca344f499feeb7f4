import { expect, it } from 'vitest';
import { abortable } from './abortable';

const never = new Promise<never>(() => undefined);

it('gives what the work gives', async () => {
  const { signal } = new AbortController();
  expect(await abortable(Promise.resolve(7), signal)).toBe(7);
  await expect(abortable(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
});

it('does not wait for work that hangs', async () => {
  const abort = new AbortController();
  const waiting = abortable(never, abort.signal);
  abort.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await expect(abortable(never, abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
});
