import { readFile, writeFile } from 'node:fs/promises';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';

/** Takes one program out of a wheel, which is a zip. @throws Error when it is not in there. */
export async function extractFile(
  wheel: string,
  isWanted: (name: string) => boolean,
  to: string,
): Promise<void> {
  const reader = new ZipReader(new Uint8ArrayReader(await readFile(wheel)), { useWebWorkers: false });
  try {
    const entry = (await reader.getEntries()).find(({ filename }) => isWanted(filename));
    if (!entry || entry.directory) throw new Error(`${wheel} lacks the program that it should bring`);
    await writeFile(to, await entry.getData(new Uint8ArrayWriter()), { mode: 0o700 });
  } finally {
    await reader.close();
  }
}
