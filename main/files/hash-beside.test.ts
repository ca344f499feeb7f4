import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashBeside } from './hash-beside';

let folder: string;
const opened: FileHandle[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fw-hash-'));
});
afterEach(async () => {
  for (const file of opened.splice(0)) await file.close();
  rmSync(folder, { recursive: true });
});

const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

async function openNew(content: Buffer): Promise<FileHandle> {
  const file = path.join(folder, 'file');
  writeFileSync(file, content);
  const handle = await open(file, 'r+');
  opened.push(handle);
  return handle;
}

for (const size of [0, 1, 1_000_001, 40 << 20])
  test(`${size} bytes: the hash of a beginning, and then of all`, async () => {
    const content = randomBytes(size);
    const file = await openNew(content);
    const hash = hashBeside(file, size);
    const beginning = Math.floor(size / 3);
    expect(await hash.at(beginning)).toBe(hashOf(content.subarray(0, beginning)));
    for (let upTo = beginning; upTo < size; upTo += 1 << 20) hash.grown(upTo);
    expect(await hash.at(size)).toBe(hashOf(content));
    await hash.stop();
  });

test('a file that is written meanwhile, and one that is shorter than was said', async () => {
  const content = randomBytes(40 << 20);
  const file = await openNew(Buffer.alloc(0));
  const hash = hashBeside(file, content.length + 1);
  for (let at = 0; at < content.length; at += 1 << 20) {
    await file.write(content, at, 1 << 20, at);
    hash.grown(at + (1 << 20));
  }
  expect(await hash.at(content.length + 1)).toBe(hashOf(content));
  await hash.stop();
});

test('without its thread the file is read once more', async () => {
  const content = randomBytes(40 << 20);
  const hash = hashBeside(await openNew(content), content.length);
  await hash.stop();
  expect(await hash.at(content.length)).toBe(hashOf(content));
});
