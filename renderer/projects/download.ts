/** Saves a text as a file, in a window as in a browser, where the person or the browser chooses the place. */
export function downloadText(fileName: string, text: string, type = 'application/yaml'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  // The download reads the address after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
