import { kindOf } from '../file-places/file-kind';
import type { TreeItem } from '../file-places/file-place';
import { piecesOf } from './pieces';
import { childOf } from '../file-places/remote-path';
import type { Sessions } from './sessions';
import { closeFile, lstat, openFile, readFolder, readLink } from './sftp-files';
import type { SftpSession } from './sftp-session';
import { type Attributes, openFor } from './sftp-wire';

/** A folder of a host with all that is in it, over a session of its own. Follows no link. */
export async function* hostTree(
  sessions: Sessions,
  hostId: string,
  path: Buffer,
  signal: AbortSignal,
): AsyncGenerator<TreeItem> {
  const lent = await sessions.lend(hostId, signal);
  try {
    const attributes = await lstat(lent.session, path);
    yield* walk(lent.session, { from: path, path: Buffer.alloc(0), attributes });
  } finally {
    lent.giveBack();
  }
}

interface At {
  from: Buffer;
  path: Buffer;
  attributes: Attributes;
}

async function* walk(session: SftpSession, at: At): AsyncGenerator<TreeItem> {
  const kind = kindOf(at.attributes);
  yield {
    ...{ path: at.path, attributes: at.attributes, sameAs: null },
    link: kind === 'link' ? await readLink(session, at.from) : null,
    content: () => contentOf(session, at),
  };
  if (kind !== 'folder') return;
  const found = [];
  for await (const names of readFolder(session, at.from)) found.push(...names);
  for (const { name, line: _line, ...attributes } of found) {
    const path = at.path.length === 0 ? name : childOf(at.path, name);
    yield* walk(session, { from: childOf(at.from, name), path, attributes });
  }
}

/** Exactly as many bytes as were told of, as a tar has told of them already. */
async function* contentOf(session: SftpSession, { from, attributes }: At): AsyncGenerator<Buffer> {
  const handle = await openFile(session, from, { flags: openFor.read });
  try {
    yield* piecesOf(session, handle, { from: 0, to: attributes.size, keep: true });
  } finally {
    await closeFile(session, handle);
  }
}
