import type { Download, Downloads } from '../../files/downloads';
import { attachment } from './headers';

const pattern = /^\/download\/([\w-]{20,100})(?:\/[^/]*)?$/;

/** The ticket in the path of a download link, or null when it is no such path. */
export const readTicket = (pathname: string): string | null => pattern.exec(pathname)?.[1] ?? null;

/** What the link of this path leads to, with the headers to send it by; null when it leads nowhere (any more). */
export async function takeDownload(
  downloads: Downloads,
  pathname: string,
): Promise<{ download: Download; headers: Record<string, string> } | null> {
  const ticket = readTicket(pathname);
  const download = ticket === null ? null : await downloads.take(ticket);
  if (!download) return null;
  const headers = {
    'content-type': download.contentType,
    ...(download.sizeBytes !== null && { 'content-length': String(download.sizeBytes) }),
    // The file's own name, not the one in the link, which anyone could have changed.
    'content-disposition': attachment(download.fileName),
    'cache-control': 'no-store',
  };
  return { download, headers };
}
