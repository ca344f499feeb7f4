import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFirstFiles } from './first-files';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watchFirst() {
  const first = createFirstFiles();
  const arrived = vi.fn<() => void>();
  void first.sent.then(() => arrived());
  return { ask: first.onFile, arrived };
}

it('waits for the scripts that the document names, all of them', async () => {
  const { ask, arrived } = watchFirst();
  ask('/index.html')();
  await vi.advanceTimersByTimeAsync(200);
  expect(arrived).not.toHaveBeenCalled();
  const [one, other] = [ask('/assets/index.js'), ask('/assets/page.js')];
  one();
  await vi.advanceTimersByTimeAsync(200);
  expect(arrived).not.toHaveBeenCalled();
  other();
  await vi.advanceTimersByTimeAsync(200);
  expect(arrived).toHaveBeenCalledOnce();
});

it('does not wait for a page that asks for nothing', async () => {
  const { arrived } = watchFirst();
  await vi.advanceTimersByTimeAsync(1400);
  expect(arrived).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(arrived).toHaveBeenCalledOnce();
});
