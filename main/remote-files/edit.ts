import { textBytes } from '../../preload/contract/file-calls';
import { conflict, invalid } from '../errors';
import type { FileAttributes, FilePlace } from '../file-places/file-place';
import { versionOf } from './look';

interface Version {
  sizeBytes: number;
  modifiedAt: number;
  sha256: string;
}

/**
 * Puts a text in the place of the one that was read, with its owner and permissions. The file is whole at any time, but
 * where only writing over it keeps its owner.
 * @throws AppError CONFLICT when it is not what was read any more.
 */
export async function saveText(
  files: FilePlace,
  path: Buffer,
  text: string,
  version: Version,
): Promise<void> {
  const content = Buffer.from(text);
  if (content.length > textBytes)
    throw invalid('The text is too long to be edited here.', 'Upload it as a file.');
  // Through a link, the file that it leads to is written; the link stays.
  const real = await files.realPath(path);
  const check = () => assertUnchanged(files, real, version);
  await files.replaceFile(real, content, { attributes: await check(), check });
}

async function assertUnchanged(files: FilePlace, path: Buffer, version: Version): Promise<FileAttributes> {
  const { content, attributes } = await files.readStart(path, textBytes + 1);
  const now = versionOf(content, attributes);
  const same = now.sha256 === version.sha256 && now.sizeBytes === version.sizeBytes;
  if (same && now.modifiedAt === version.modifiedAt) return attributes;
  throw conflict(
    'The file was changed since it was opened.',
    'Copy your text, open the file again, and bring both together.',
  );
}
