import { droppedBytes, pieceBytes } from '../../preload/contract/file-calls';
import { formatBytes } from '../ui/format';
import type { Dropped } from './dropped';
import { callsOf, type Place } from './place';

/** Gives the bytes of what was dropped to the machine that Fedwright runs on, piece by piece. Gives its id. */
export async function handOver(place: Place, { name, files, folders }: Dropped): Promise<string> {
  const calls = callsOf(place);
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  if (size > droppedBytes)
    throw new Error(`${name} is larger than ${formatBytes(droppedBytes)}: choose it from the disk instead.`);
  const announced = files.map(({ parts, file }) => ({ parts, sizeBytes: file.size }));
  const { dropId } = await calls.beginDrop({ name, files: announced, folders });
  try {
    for (const [index, { file }] of files.entries())
      for (let offset = 0; offset < file.size; offset += pieceBytes) {
        const bytes = new Uint8Array(await file.slice(offset, offset + pieceBytes).arrayBuffer());
        await calls.addToDrop({ dropId, file: index, offset, content: toBase64(bytes) });
      }
  } catch (error) {
    await calls.cancelDrop({ dropId }).catch(() => undefined);
    throw error;
  }
  return dropId;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  // In parts, as a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
