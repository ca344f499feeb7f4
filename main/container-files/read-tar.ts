import type { Readable } from 'node:stream';
import tar from 'tar-stream';
import type { FileAttributes } from '../file-places/file-place';
import { brokenOff } from './problems';

export interface TarEntry {
  /** As it is in the archive, without a slash at its end. */
  name: Buffer;
  kind: 'file' | 'folder' | 'link' | 'hard-link' | 'other';
  attributes: FileAttributes;
  /** Where a link leads; of a hard link, the name of the entry that it is the same as. */
  link: Buffer | null;
  /** Its bytes. What of them is not read before the next entry is skipped. */
  content: AsyncIterable<Buffer>;
}

/** The part of the reader that is not in its types: where it reads the long names. */
interface Inner {
  _header: { type: string };
  _pax: Record<string, string> | null;
  _decodeLongHeader(content: Buffer): void;
}

const kinds: Record<string, [TarEntry['kind'], type: number]> = {
  file: ['file', 0o100000],
  'contiguous-file': ['file', 0o100000],
  directory: ['folder', 0o040000],
  symlink: ['link', 0o120000],
  link: ['hard-link', 0o100000],
  'character-device': ['other', 0o020000],
  'block-device': ['other', 0o060000],
  fifo: ['other', 0o010000],
};

/**
 * Reads a tar as it comes. Names are bytes, as they are in a container: the library would read those of extended
 * headers as UTF-8, and two files whose names are none would be one. Ends the stream with itself.
 */
export async function* readTar(source: Readable): AsyncGenerator<TarEntry> {
  const extract = tar.extract({ filenameEncoding: 'latin1' });
  keepNamesOf(extract as unknown as Inner);
  source.on('error', (error: Error) => extract.destroy(brokenOff(error.message)));
  source.once('close', () => source.readableEnded || extract.destroy(brokenOff()));
  source.pipe(extract);
  try {
    for await (const entry of extract) {
      const { header } = entry;
      const [kind, type] = kinds[header.type ?? 'file'] ?? ['other', 0];
      yield {
        ...{ kind, name: toName(header.name), content: entry as AsyncIterable<Buffer> },
        link: header.linkname ? Buffer.from(header.linkname, 'latin1') : null,
        attributes: {
          ...{ size: header.size ?? 0, uid: header.uid ?? 0, gid: header.gid ?? 0 },
          ...{ mode: type | ((header.mode ?? 0) & 0o7777), mtime: timeOf(header) },
          ...{ owner: header.uname || undefined, group: header.gname || undefined },
        },
      };
      entry.resume();
    }
  } catch (error) {
    throw isDamage(error) ? brokenOff(String(error)) : error;
  } finally {
    source.destroy();
    extract.destroy();
  }
}

/** Whole seconds, as everywhere else. */
function timeOf({ mtime, pax }: { mtime?: Date; pax?: Record<string, string> | null }): number {
  return Math.floor(Number(pax?.['mtime'] ?? (mtime?.getTime() ?? 0) / 1000)) || 0;
}

const toName = (name: string): Buffer => Buffer.from(name.replace(/(?<=.)\/+$/s, ''), 'latin1');

const isDamage = (error: unknown): boolean =>
  error instanceof Error && /Unexpected end|Invalid (tar )?header|Header exceeds/.test(error.message);

function keepNamesOf(inner: Inner): void {
  const decode = inner._decodeLongHeader.bind(inner);
  inner._decodeLongHeader = (content) => {
    decode(content);
    if (inner._header.type === 'pax-header') Object.assign(inner._pax ?? {}, namesIn(Buffer.from(content)));
  };
}

/** The records of an extended header that are names, `<length> <key>=<value>\n` each, one byte a character. */
function namesIn(content: Buffer): Record<string, string> {
  const names: Record<string, string> = {};
  for (let at = 0; at < content.length;) {
    const length = Number.parseInt(content.toString('latin1', at, at + 20), 10);
    if (!(length > 0)) break;
    const record = content.toString('latin1', content.indexOf(0x20, at) + 1, at + length - 1);
    const [, key, value] = /^(path|linkpath)=([^]*)$/.exec(record) ?? [];
    if (key !== undefined && value !== undefined) names[key] = value;
    at += length;
  }
  return names;
}
