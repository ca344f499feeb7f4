/** Saves what is behind a link of the main process under its name. */
export function followDownload(url: string, fileName: string): void {
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
}

/**
 * The text of a `DownloadURL` drag: Chromium fetches the address when the drop lands outside of the browser
 * and saves it under the name. The parts are separated by colons, so the name must not hold one.
 * @param url absolute
 */
export const makeDownloadUrl = (contentType: string, fileName: string, url: string): string =>
  `${contentType}:${fileName.replaceAll(':', '-')}:${url}`;
