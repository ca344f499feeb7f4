/** Saves what an address of this host gives, in a window as in a browser. */
export function startDownload(fileName: string, url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
}
