/**
 * The text of a `DownloadURL` drag: Chromium fetches the address when the drop lands outside of the browser
 * and saves it under the name. The parts are separated by colons, so the name must not hold one.
 */
export function makeDownloadUrl(fileName: string, url: string, base: string): string {
  return `application/zip:${fileName.replaceAll(':', '-')}:${new URL(url, base).href}`;
}
