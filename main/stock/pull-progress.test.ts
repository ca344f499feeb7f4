import { describe, expect, test } from 'vitest';
import { createPullProgress } from './pull-progress';

describe('how far a pull is', () => {
  test('each layer counts by its size, fetching more than unpacking, and nothing goes back', () => {
    const progress = createPullProgress();
    expect(progress.value()).toBeNull();
    expect(progress.take({ id: 'latest', status: 'Pulling from site' })).toBe('latest: Pulling from site');
    expect(progress.value()).toBeNull();
    progress.take({ id: 'a', status: 'Pulling fs layer' });
    expect(progress.value()).toBe(0);
    progress.take({ id: 'a', status: 'Downloading', current: 50, total: 100 });
    expect(progress.value()).toBeCloseTo(0.35);
    // A second layer of three times the size turns up.
    progress.take({ id: 'b', status: 'Downloading', current: 0, total: 300 });
    expect(progress.value()).toBeCloseTo(0.35);
    progress.take({ id: 'b', status: 'Download complete' });
    progress.take({ id: 'a', status: 'Extracting', current: 100, total: 100 });
    expect(progress.value()).toBeCloseTo(0.25 + 0.75 * 0.7);
    progress.take({ id: 'b', status: 'Pull complete' });
    expect(progress.value()).toBeCloseTo(1);
  });

  test('the log has each state of a layer once', () => {
    const progress = createPullProgress();
    const lines = [1, 2, 3].map((current) =>
      progress.take({ id: 'a', status: 'Downloading', current, total: 3 }),
    );
    expect(lines).toEqual(['a: Downloading', null, null]);
    expect(progress.take({ status: 'Digest: sha256:0' })).toBe('Digest: sha256:0');
  });

  test('layers that were there are done, one that is tried again begins anew', () => {
    const progress = createPullProgress();
    progress.take({ id: 'a', status: 'Already exists' });
    expect(progress.value()).toBe(1);
    const again = createPullProgress();
    again.take({ id: 'a', status: 'Downloading', current: 9, total: 10 });
    again.take({ id: 'a', status: 'Retrying in 5 seconds' });
    expect(again.value()).toBe(0);
  });
});
