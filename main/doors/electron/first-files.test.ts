import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFirstFiles } from './first-files';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watchFirst() {
  const first = createFirstFiles();
  const done = vi.fn<() => void>();
  void first.sent.then(() => done());
  return { ask: first.onFile, done };
}

it('waits for the scripts that the document names, all of them', async () => {
  const { ask, done } = watchFirst();
  ask('/index.html')();
  await vi.advanceTimersByTimeAsync(200);
  expect(done).not.toHaveBeenCalled();
  const [one, other] = [ask('/assets/index.js'), ask('/assets/page.js')];
  one();
  await vi.advanceTimersByTimeAsync(200);
  expect(done).not.toHaveBeenCalled();
  other();
  await vi.advanceTimersByTimeAsync(200);
  expect(done).toHaveBeenCalledOnce();
});

it('does not wait for a page that asks for nothing', async () => {
  const { done } = watchFirst();
  await vi.advanceTimersByTimeAsync(1400);
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(done).toHaveBeenCalledOnce();
});
