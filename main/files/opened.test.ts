import { expect, it } from 'vitest';
import { createOpened } from './opened';

const file = (fileName: string) => ({ fileName, text: `name: ${fileName}\n` });

it('keeps opened files until a page takes them, each once', async () => {
  const opened = createOpened();
  opened.offer(file('a.yml'));
  const leave = new AbortController();
  const first = opened.watch(leave.signal);
  expect((await first.next()).value).toEqual(file('a.yml'));
  const second = first.next();
  opened.offer(file('b.yml'));
  expect((await second).value).toEqual(file('b.yml'));

  const pending = first.next();
  leave.abort();
  expect(await pending).toEqual({ done: true, value: undefined });
  opened.offer(file('c.yml'));
  expect((await opened.watch().next()).value).toEqual(file('c.yml'));
});
