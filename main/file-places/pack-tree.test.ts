import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { TreeItem } from './file-place';
import { packTree } from './pack-tree';

test('a tar that is thrown away in the middle of a file ends what makes it, and harms nobody', async () => {
  const size = 64 << 20;
  let ended = 0;
  /** How often the file is closed that the content comes from. */
  let left = 0;
  async function* content() {
    try {
      for (let sent = 0; sent < size; sent += 1 << 20) yield Buffer.alloc(1 << 20);
    } finally {
      left += 1;
    }
  }
  async function* items(signal: AbortSignal): AsyncGenerator<TreeItem> {
    signal.addEventListener('abort', () => (ended += 1));
    const attributes = { size, mode: 0o100644, uid: 0, gid: 0, mtime: 0 };
    yield { path: Buffer.from('big'), attributes, link: null, sameAs: null, content };
  }
  const tar = packTree(Buffer.from('/data'), items);
  await once(tar, 'data');
  const closed = once(tar, 'close');
  tar.destroy();
  // An error that nobody listens for would end the process, and fails the test.
  await closed;
  expect(ended).toBe(1);
  await vi.waitFor(() => expect(left).toBe(1));
});
