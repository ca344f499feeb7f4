import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDownloads, type DownloadOffer } from './downloads';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const offer = (change: Partial<DownloadOffer> = {}): DownloadOffer => ({
  fileName: 'a kit.zip',
  contentType: 'application/zip',
  expiresMs: 1000,
  once: true,
  open: async () => ({ stream: Readable.from(['content']), sizeBytes: 7 }),
  ...change,
});

test('a link carries a long ticket and the name of the file', () => {
  const { url, ticket } = createDownloads().offer(offer());
  expect(ticket).toMatch(/^[\w-]{43}$/);
  expect(url).toBe(`/download/${ticket}/a%20kit.zip`);
});

test('a link that is good once gives the file once, and says when it was sent', async () => {
  const gone = vi.fn();
  const downloads = createDownloads();
  const { ticket } = downloads.offer(offer({ gone }));
  const download = await downloads.take(ticket);
  expect(download).toMatchObject({ fileName: 'a kit.zip', contentType: 'application/zip', sizeBytes: 7 });
  expect(await downloads.take(ticket)).toBeNull();
  expect(gone).not.toHaveBeenCalled();
  expect(await text(download?.stream ?? Readable.from([]))).toBe('content');
  await vi.waitFor(() => expect(gone).toHaveBeenCalledTimes(1));
});

test('a link ends with its time, but not under the hands of one who reads', async () => {
  const gone = vi.fn();
  const downloads = createDownloads();
  const { ticket } = downloads.offer(offer({ gone, once: false }));
  const download = await downloads.take(ticket);
  vi.advanceTimersByTime(1000);
  expect(await downloads.take(ticket)).toBeNull();
  expect(gone).not.toHaveBeenCalled();
  download?.stream.destroy();
  await vi.waitFor(() => expect(gone).toHaveBeenCalledTimes(1));
});

test('a file that cannot be opened uses the link up', async () => {
  const gone = vi.fn();
  const downloads = createDownloads();
  const { ticket } = downloads.offer(offer({ gone, open: () => Promise.reject(new Error('no file')) }));
  await expect(downloads.take(ticket)).rejects.toThrow('no file');
  expect(gone).toHaveBeenCalledTimes(1);
  expect(await downloads.take(ticket)).toBeNull();
});

test('unknown tickets give nothing, and the end takes all links away', async () => {
  const gone = vi.fn();
  const downloads = createDownloads();
  const { ticket } = downloads.offer(offer({ gone }));
  expect(await downloads.take('unknown')).toBeNull();
  downloads.dispose();
  expect(gone).toHaveBeenCalledTimes(1);
  expect(await downloads.take(ticket)).toBeNull();
});

test('each fetch is told, and only fetches are', async () => {
  const taken = vi.fn();
  const downloads = createDownloads();
  const { ticket } = downloads.offer(offer({ once: false, taken }));
  expect(taken).not.toHaveBeenCalled();
  for (let count = 0; count < 2; count += 1) (await downloads.take(ticket))?.stream.destroy();
  await downloads.take('unknown');
  expect(taken).toHaveBeenCalledTimes(2);
  downloads.dispose();
});
