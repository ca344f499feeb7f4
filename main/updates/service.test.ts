import { expect, it, vi } from 'vitest';
import type { Log } from '../logs/log';
import type { UpdateFeed } from '../platform/ports';
import { createUpdates } from './service';

const quiet = () => undefined;
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** A feed that offers this version; a version of `null` is an error. */
function open({ offers, daily = false }: { offers: string | null | Error; daily?: boolean }) {
  let finish: (error?: Error) => void = quiet;
  let tell: (value: number) => void = quiet;
  const agreed: boolean[] = [];
  const feed: UpdateFeed = {
    check: vi.fn(() => (offers instanceof Error ? Promise.reject(offers) : Promise.resolve(offers))),
    download: (onProgress) => {
      tell = onProgress;
      return new Promise((resolve, reject) => (finish = (error) => (error ? reject(error) : resolve())));
    },
    installAtQuit: (yes) => void agreed.push(yes),
  };
  const updates = createUpdates({ feed, daily: () => daily, log });
  const end = (error?: Error) => finish(error);
  return { updates, feed, agreed, end, tell: (value: number) => tell(value) };
}

it('downloads only when asked, and installs only when agreed', async () => {
  const { updates, agreed, end, tell } = open({ offers: '2.0.0' });
  expect(updates.state().phase).toBe('unknown');
  expect(() => updates.download()).toThrow('no update to download');
  expect(await updates.check()).toMatchObject({ phase: 'available', version: '2.0.0' });
  expect(() => updates.installAtQuit(true)).toThrow('not downloaded yet');
  expect(updates.download()).toMatchObject({ phase: 'downloading', progress: 0 });
  tell(0.5);
  expect(updates.state().progress).toBe(0.5);
  end();
  await vi.waitFor(() => expect(updates.state().phase).toBe('downloaded'));
  expect(agreed).toEqual([]);
  expect(updates.installAtQuit(true).atQuit).toBe(true);
  expect(agreed).toEqual([true]);
  updates.dispose();
});

it('says why the feed failed, and can be asked again', async () => {
  const { updates } = open({ offers: new Error('net::ERR_CONNECTION_REFUSED\n  at somewhere') });
  expect(await updates.check()).toMatchObject({ phase: 'failed', message: 'net::ERR_CONNECTION_REFUSED' });
  updates.dispose();
  const broken = open({ offers: '2.0.0' });
  await broken.updates.check();
  broken.updates.download();
  broken.end(new Error('sha512 checksum mismatch'));
  await vi.waitFor(() => expect(broken.updates.state().phase).toBe('failed'));
  expect(broken.updates.download().phase).toBe('downloading');
  broken.updates.dispose();
});

it('looks by itself only when the person wants that', () => {
  for (const daily of [true, false]) {
    const { updates, feed } = open({ offers: null, daily });
    updates.start();
    expect(feed.check).toHaveBeenCalledTimes(daily ? 1 : 0);
    updates.dispose();
  }
});

it('has nothing to do without a feed', async () => {
  const updates = createUpdates({ feed: null, daily: () => true, log });
  updates.start();
  await expect(updates.check()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  updates.dispose();
});
